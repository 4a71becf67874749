-- Purpose:    let each statistical code mean its unit in the unit's span, where the code means nothing yet.
-- Grain:      one code and span.
-- Reads:      listed_unit, core.unit, core.unit_code, core.unit_at.
-- Writes:     core.unit_alias.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT
    unit_code.code_id,
    unit.unit_id,
    unit.valid
FROM listed_unit
INNER JOIN core.unit ON listed_unit.unit_id = unit.unit_id
INNER JOIN core.unit_code ON listed_unit.code = unit_code.code AND unit_code.scheme = 'gso'
WHERE NOT EXISTS (
    SELECT 1
    FROM core.unit_at AS taken
    WHERE
        taken.code = listed_unit.code
        AND taken.valid_from < coalesce(upper(unit.valid), 'infinity'::date)
        AND taken.valid_before > coalesce(lower(unit.valid), '-infinity'::date)
)
