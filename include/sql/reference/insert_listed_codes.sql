-- Purpose:    number the statistical codes of the listed units.
-- Grain:      one code.
-- Reads:      listed_unit.
-- Writes:     core.unit_code.
-- Parameters: none.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_code (code_id, scheme, code)
SELECT
    (SELECT coalesce(max(unit_code.code_id), 0) FROM core.unit_code) + row_number() OVER (ORDER BY fresh.code),
    'gso',
    fresh.code
FROM (
    SELECT DISTINCT listed_unit.code
    FROM listed_unit
    WHERE NOT EXISTS (
        SELECT 1 FROM core.unit_code WHERE unit_code.scheme = 'gso' AND unit_code.code = listed_unit.code
    )
) AS fresh
