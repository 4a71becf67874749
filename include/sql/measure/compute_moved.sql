-- Purpose:    what went and what came, for each role: signed rows of measures.
-- Grain:      one case, day, set of units and role.
-- Reads:      changed, mart.measure_day.
-- Writes:     temporary table moved.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
WITH counted AS MATERIALIZED (
    SELECT
        side.sign,
        one.counts,
        jsonb_populate_record(NULL::mart.measure_day, one.counts) AS measures
    FROM changed
    CROSS JOIN LATERAL (VALUES (-1, changed.gone), (1, changed.come)) AS side (sign, counts)
    CROSS JOIN LATERAL jsonb_array_elements(side.counts) AS one (counts)
)

SELECT
    counted.sign,
    role.basis AS of_basis,
    role.unit_id AS of_unit_id,
    (counted.measures).*
FROM counted
CROSS JOIN LATERAL (
    VALUES
    ('receiving', (counted.counts ->> 'receiving')::integer),
    ('responsible', (counted.counts ->> 'responsible')::integer),
    ('holding', (counted.counts ->> 'holding')::integer)
) AS role (basis, unit_id)
WHERE role.unit_id IS NOT NULL
