-- Purpose:    tell the planner how much there is to add up after many rows moved: what it knows is of before, when
--             there was nothing.
-- Grain:      three tables.
-- Reads:      core.day_count, core.duration_count, core.case_fact.
-- Writes:     statistics.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
-- Of the columns only by which rows are found: arrays of facts would take most of the time.
ANALYZE
core.day_count (day, receiving_unit_id, responsible_unit_id, holding_unit_id, sector_code, procedure_code),
core.duration_count (day, receiving_unit_id, responsible_unit_id, holding_unit_id, sector_code, minutes),
core.case_fact (case_id, publish_seq, build)
