-- Purpose:    whether a batch inserts or updates anything.
-- Grain:      one boolean.
-- Reads:      decision.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT EXISTS (SELECT 1 FROM decision WHERE decision.outcome IN ('inserted', 'updated')) AS changes_facts
