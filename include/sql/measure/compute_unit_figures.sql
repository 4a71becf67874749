-- Purpose:    what the figures of the reached units and periods are by the measures as they stand.
-- Grain:      one unit, basis, period and sector.
-- Reads:      reached, mart.figure_rows, mart.spread_rows, core.counted_unit.
-- Writes:     temporary table fresh_figure.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
-- A unit in which nothing happened has its row of nothing, if it is counted at all.
CREATE TEMPORARY TABLE fresh_figure ON COMMIT DROP AS
WITH asked AS (
    SELECT
        array_agg(reached.unit_id) AS unit_ids,
        array_agg(reached.basis) AS bases,
        array_agg(reached.period_start) AS starts,
        array_agg(reached.counted_to) AS ends,
        array_agg(reached.by_sector) AS by_sector
    FROM reached
),

-- What adds up and what does not are put together by grouping: the planner takes both for a handful of rows, and
-- would compare each of one with each of the other.
figured AS (
    SELECT figure.*
    FROM asked
    CROSS JOIN LATERAL
    mart.figure_rows(asked.unit_ids, asked.bases, asked.starts, asked.ends, asked.by_sector) AS figure
    UNION ALL
    SELECT spread.*
    FROM asked
    CROSS JOIN LATERAL
    mart.spread_rows(
        asked.unit_ids, asked.unit_ids, asked.bases, asked.starts, asked.ends, asked.by_sector
    ) AS spread
),

merged AS (
    SELECT
        figured.unit_id,
        figured.basis,
        figured.range_from,
        figured.range_to,
        figured.by_sector,
        figured.sector_code,
        (array_agg(figured.figures))[1] || coalesce((array_agg(figured.figures))[2], '{}') AS figures
    FROM figured
    GROUP BY
        figured.unit_id, figured.basis, figured.range_from, figured.range_to, figured.by_sector, figured.sector_code
)

SELECT
    'unit' AS subject_kind,
    reached.unit_id AS subject_id,
    reached.basis,
    reached.period_id,
    merged.sector_code,
    merged.figures
FROM merged
INNER JOIN reached
    ON
        merged.unit_id = reached.unit_id
        AND merged.basis = reached.basis
        AND merged.range_from = reached.period_start
        AND merged.range_to = reached.counted_to
        AND merged.by_sector = reached.by_sector
WHERE
    merged.figures <> '{}'
    OR EXISTS (
        SELECT 1
        FROM core.counted_unit
        WHERE counted_unit.unit_id = merged.unit_id AND counted_unit.basis = merged.basis
    )
