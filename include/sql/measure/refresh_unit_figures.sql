-- Purpose:    make the stored figures of some units and periods those of the measures.
-- Grain:      one unit, basis, period and sector.
-- Reads:      mart.figure_rows, mart.spread_rows, mart.period, mart.period_kind, core.counted_unit.
-- Writes:     mart.period_figure.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time; returns the periods of the figures that it changed.
-- A unit in which nothing happened has its row of nothing, if it is counted at all.
MERGE INTO mart.period_figure
USING (
    WITH wanted AS (
        SELECT period.period_id, period.period_start, period.counted_to, period_kind.by_sector
        FROM mart.period
        INNER JOIN mart.period_kind ON period.kind = period_kind.kind
        WHERE period.period_id = ANY(%(period_ids)s::text[]) AND %(basis)s = ANY(period_kind.bases)
    ),

    asked AS (
        SELECT
            wanted.by_sector,
            array_agg(wanted.period_start) AS starts,
            array_agg(wanted.counted_to) AS ends
        FROM wanted
        GROUP BY wanted.by_sector
    ),

    -- What adds up and what does not are put together by grouping: the planner takes both for a handful of rows, and
    -- would compare each of one with each of the other.
    figured AS (
        SELECT asked.by_sector, figure.unit_id, figure.range_from, figure.range_to, figure.sector_code, figure.figures
        FROM asked
        CROSS JOIN LATERAL
        mart.figure_rows(%(unit_ids)s::integer[], %(basis)s, asked.starts, asked.ends, asked.by_sector) AS figure
        UNION ALL
        SELECT asked.by_sector, spread.subject_id, spread.range_from, spread.range_to, spread.sector_code, spread.figures
        FROM asked
        CROSS JOIN LATERAL
        mart.spread_rows(
            %(unit_ids)s::integer[], %(unit_ids)s::integer[], %(basis)s, asked.starts, asked.ends, asked.by_sector
        ) AS spread
    ),

    merged AS (
        SELECT
            figured.by_sector,
            figured.unit_id,
            figured.range_from,
            figured.range_to,
            figured.sector_code,
            (array_agg(figured.figures))[1] || coalesce((array_agg(figured.figures))[2], '{}') AS figures
        FROM figured
        GROUP BY figured.by_sector, figured.unit_id, figured.range_from, figured.range_to, figured.sector_code
    )

    SELECT
        merged.unit_id,
        wanted.period_id,
        merged.sector_code,
        merged.figures
    FROM merged
    INNER JOIN wanted
        ON
            merged.by_sector = wanted.by_sector
            AND merged.range_from = wanted.period_start
            AND merged.range_to = wanted.counted_to
    WHERE
        merged.figures <> '{}'
        OR EXISTS (
            SELECT 1
            FROM core.counted_unit
            WHERE counted_unit.unit_id = merged.unit_id AND counted_unit.basis = %(basis)s
        )
) AS counted
    ON
        period_figure.subject_kind = 'unit'
        AND period_figure.subject_id = counted.unit_id
        AND period_figure.basis = %(basis)s
        AND period_figure.period_id = counted.period_id
        AND period_figure.sector_code = counted.sector_code
WHEN MATCHED AND period_figure.figures <> counted.figures THEN UPDATE SET figures = counted.figures
WHEN NOT MATCHED BY TARGET THEN INSERT (subject_kind, subject_id, basis, period_id, sector_code, figures)
    VALUES ('unit', counted.unit_id, %(basis)s, counted.period_id, counted.sector_code, counted.figures)
WHEN NOT MATCHED BY SOURCE
    AND period_figure.subject_kind = 'unit'
    AND period_figure.subject_id = ANY(%(unit_ids)s::integer[])
    AND period_figure.basis = %(basis)s
    AND period_figure.period_id = ANY(%(period_ids)s::text[])
    THEN DELETE
RETURNING period_figure.period_id
