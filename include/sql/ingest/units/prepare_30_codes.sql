-- Purpose:    number the codes by which the sent units are named.
-- Grain:      one code.
-- Reads:      staging.unit, decision.
-- Writes:     core.unit_code.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_code (scheme, code)
SELECT sent.scheme, sent.code
FROM staging.unit
INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
CROSS JOIN LATERAL (VALUES ('agency', unit.agency_code), ('gso', unit.gso_code)) AS sent (scheme, code)
WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated') AND sent.code IS NOT NULL
ORDER BY sent.code
ON CONFLICT (code, scheme) DO NOTHING
