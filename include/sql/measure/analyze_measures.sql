-- Purpose:    tell the planner how much there is to add up after many rows moved: what it knows is of before, when
--             there was nothing.
-- Grain:      two tables.
-- Reads:      mart.measure_day, mart.duration_day.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
ANALYZE mart.measure_day, mart.duration_day
