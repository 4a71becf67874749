-- Purpose:    what the touched cases, and records that count on their own, count as now.
-- Grain:      one case: its days in order, each with the units in their roles and its measures by name.
-- Reads:      core.case_count, core.record_count, touched_case.
-- Writes:     temporary table fresh.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
WITH counted AS (
    -- Case by case: joined, the planner computes every case that there is before it looks which were touched.
    SELECT of_case.*
    FROM touched_case
    CROSS JOIN LATERAL (
        SELECT case_count.* FROM core.case_count
        WHERE case_count.case_id = touched_case.case_id
        OFFSET 0
    ) AS of_case
    UNION ALL
    SELECT
        record_count.case_id,
        record_count.day,
        record_count.unit_id AS receiving_unit_id,
        record_count.unit_id AS responsible_unit_id,
        record_count.unit_id AS holding_unit_id,
        record_count.sector_code,
        '?',
        record_count.measure,
        1
    FROM touched_case
    INNER JOIN core.record_count ON touched_case.case_id = record_count.case_id
),

by_measure AS (
    SELECT
        counted.case_id,
        counted.day,
        counted.receiving_unit_id,
        counted.responsible_unit_id,
        counted.holding_unit_id,
        counted.sector_code,
        counted.procedure_code,
        counted.measure,
        sum(counted.n) AS n
    FROM counted
    GROUP BY
        counted.case_id, counted.day, counted.receiving_unit_id, counted.responsible_unit_id, counted.holding_unit_id,
        counted.sector_code, counted.procedure_code, counted.measure
),

by_day AS (
    SELECT
        by_measure.case_id,
        by_measure.day,
        by_measure.receiving_unit_id,
        by_measure.responsible_unit_id,
        by_measure.holding_unit_id,
        by_measure.sector_code,
        by_measure.procedure_code,
        jsonb_object_agg(by_measure.measure, by_measure.n) AS measures
    FROM by_measure
    GROUP BY
        by_measure.case_id, by_measure.day, by_measure.receiving_unit_id, by_measure.responsible_unit_id,
        by_measure.holding_unit_id, by_measure.sector_code, by_measure.procedure_code
)

SELECT
    by_day.case_id,
    jsonb_agg(
        by_day.measures || jsonb_build_object(
            'day', by_day.day,
            'receiving', by_day.receiving_unit_id,
            'responsible', by_day.responsible_unit_id,
            'holding', by_day.holding_unit_id,
            'sector_code', by_day.sector_code,
            'procedure_code', by_day.procedure_code
        )
        ORDER BY by_day.day, by_day.receiving_unit_id, by_day.responsible_unit_id, by_day.holding_unit_id
    ) AS counts
FROM by_day
GROUP BY by_day.case_id
