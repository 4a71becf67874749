-- Purpose:    give known units that are in the list the name, parent and span of the list.
-- Grain:      one unit.
-- Reads:      listed_unit.
-- Writes:     core.unit.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE core.unit SET
    name = listed_unit.name,
    name_sort = listed_unit.name_sort,
    parent_code = listed_unit.parent_code,
    valid = listed_unit.valid,
    is_listed = TRUE
FROM listed_unit
WHERE
    unit.unit_id = listed_unit.unit_id
    AND (unit.name, unit.name_sort, unit.parent_code, unit.valid, unit.is_listed)
    IS DISTINCT FROM (listed_unit.name, listed_unit.name_sort, listed_unit.parent_code, listed_unit.valid, TRUE)
