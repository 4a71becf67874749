-- Purpose:    number the codes by which the sent units are named.
-- Grain:      one code.
-- Reads:      staging.unit, decision, core.mirrored_code.
-- Writes:     core.unit_code.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
WITH sent AS (
    SELECT DISTINCT named.scheme, named.code
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    CROSS JOIN LATERAL (
        VALUES
        ('agency', unit.agency_code),
        ('gso', unit.gso_code),
        ('mirrored', core.mirrored_code(unit.agency_code))
    ) AS named (scheme, code)
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated') AND named.code IS NOT NULL
)

INSERT INTO core.unit_code (code_id, scheme, code)
SELECT
    (SELECT coalesce(max(unit_code.code_id), 0) FROM core.unit_code) + row_number() OVER (ORDER BY sent.code, sent.scheme),
    sent.scheme,
    sent.code
FROM sent
WHERE NOT EXISTS (
    SELECT 1 FROM core.unit_code WHERE unit_code.scheme = sent.scheme AND unit_code.code = sent.code
)
