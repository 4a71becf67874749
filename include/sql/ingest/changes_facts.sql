-- Purpose:    whether a batch inserts or updates anything.
-- Grain:      one boolean.
-- Reads:      decision.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT coalesce(bool_or(decision.outcome IN ('inserted', 'updated')), FALSE) AS changes_facts
FROM decision
