-- Purpose:    let each code mean its unit in the unit's span of time, where it means nothing yet.
-- Grain:      one code and span.
-- Reads:      staging.unit, decision, core.unit_code, core.unit, core.mirrored_code.
-- Writes:     core.unit_alias.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT DISTINCT ON (unit_code.code_id)
    unit_code.code_id,
    known.unit_id,
    known.valid
FROM staging.unit
INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
INNER JOIN core.unit_code
    ON
        (unit_code.scheme = 'agency' AND unit.agency_code = unit_code.code)
        OR (unit_code.scheme = 'gso' AND unit.gso_code = unit_code.code)
        OR (unit_code.scheme = 'mirrored' AND core.mirrored_code(unit.agency_code) = unit_code.code)
INNER JOIN core.unit AS known
    ON
        known.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
        AND known.valid && daterange(unit.valid_from, unit.valid_to, '[]')
WHERE
    unit.batch_id = %(batch_id)s
    AND decision.outcome IN ('inserted', 'updated')
    AND NOT EXISTS (
        SELECT 1
        FROM core.unit_code AS same
        INNER JOIN core.unit_alias AS taken ON same.code_id = taken.code_id
        WHERE
            same.code = unit_code.code
            AND taken.valid && known.valid
            AND (same.code_id = unit_code.code_id OR unit_code.scheme = 'mirrored')
    )
ORDER BY unit_code.code_id, known.unit_id
