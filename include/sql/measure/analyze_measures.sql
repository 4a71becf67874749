-- Purpose:    tell the planner how much there is to add up after many rows moved: what it knows is of before, when
--             there was nothing.
-- Grain:      two tables.
-- Reads:      core.day_count, core.duration_count, core.case_fact.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE core.day_count, core.duration_count, core.case_fact
