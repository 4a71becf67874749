-- Purpose:    records that count on their own beside the cases: they have moments only, and one unit in every role.
-- Grain:      one record.
-- Reads:      record_moment; type core.case_moment.
-- Writes:     temporary table fresh_fact.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO fresh_fact (
    case_id, receiving_unit_id, responsible_unit_id, last_holder_id, sector_code, procedure_code, moments, stretches
)
WITH summed AS (
    SELECT
        record_moment.case_id,
        record_moment.unit_id,
        record_moment.sector_code,
        record_moment.measure,
        record_moment.day,
        count(*) AS n
    FROM record_moment
    GROUP BY
        record_moment.case_id, record_moment.unit_id, record_moment.sector_code, record_moment.measure, record_moment.day
)

SELECT
    summed.case_id,
    summed.unit_id AS receiving_unit_id,
    summed.unit_id AS responsible_unit_id,
    summed.unit_id AS last_holder_id,
    summed.sector_code,
    '?',
    array_agg(
        ROW(summed.measure, summed.day, summed.unit_id, summed.unit_id, summed.unit_id, summed.n)::core.case_moment
        ORDER BY summed.day, summed.measure
    ),
    '{}'
FROM summed
GROUP BY summed.case_id, summed.unit_id, summed.sector_code
