-- Purpose:    tell the planner how much there is to compare: after a first load it would take every table for empty.
-- Grain:      one table.
-- Reads:      core.payment, core.platform_transaction, audit.platform_day.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      harmless.
ANALYZE core.payment, core.platform_transaction, audit.platform_day
