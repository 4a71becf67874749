-- Purpose:    list what each code of a unit means and when.
-- Grain:      one code and span of days.
-- Reads:      core.unit_at, core.unit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    unit_at.code,
    unit_at.unit_id,
    unit.unit_code,
    unit.kind,
    unit.name,
    unit.is_fed,
    greatest(unit_at.valid_from, '0001-01-01') AS valid_from,
    least(unit_at.valid_before, '9999-12-31') AS valid_before
FROM core.unit_at
INNER JOIN core.unit ON unit_at.unit_id = unit.unit_id
ORDER BY unit_at.code, unit_at.valid_from DESC, unit_at.unit_id
