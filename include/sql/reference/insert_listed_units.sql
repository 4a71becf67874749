-- Purpose:    enter the listed units that nobody knew; no source feeds them yet.
-- Grain:      one unit.
-- Reads:      listed_unit.
-- Writes:     core.unit.
-- Parameters: none.
-- Rerun:      under the publish lock, after they were matched, so once.
INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, parent_code, valid, is_fed, is_listed)
SELECT
    listed_unit.unit_id,
    listed_unit.kind,
    listed_unit.code,
    listed_unit.name,
    listed_unit.name_sort,
    listed_unit.parent_code,
    listed_unit.valid,
    FALSE,
    TRUE
FROM listed_unit
WHERE listed_unit.is_fresh
