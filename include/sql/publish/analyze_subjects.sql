-- Purpose:    tell the planner how many subjects are frozen.
-- Grain:      the temporary table.
-- Reads:      frozen_subject.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE frozen_subject
