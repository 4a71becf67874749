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

    -- Computed once: the planner takes them for cheap, and would call them again for each row that it joins.
    added_up AS MATERIALIZED (
        SELECT asked.by_sector, figure.*
        FROM asked
        CROSS JOIN LATERAL
        mart.figure_rows(%(unit_ids)s::integer[], %(basis)s, asked.starts, asked.ends, asked.by_sector) AS figure
    ),

    spread AS MATERIALIZED (
        SELECT asked.by_sector, figure.*
        FROM asked
        CROSS JOIN LATERAL
        mart.spread_rows(
            %(unit_ids)s::integer[], %(unit_ids)s::integer[], %(basis)s, asked.starts, asked.ends, asked.by_sector
        ) AS figure
    )

    SELECT
        added_up.unit_id,
        wanted.period_id,
        added_up.sector_code,
        added_up.figures || coalesce(spread.figures, '{}') AS figures
    FROM added_up
    INNER JOIN wanted
        ON
            added_up.by_sector = wanted.by_sector
            AND added_up.range_from = wanted.period_start
            AND added_up.range_to = wanted.counted_to
    LEFT JOIN spread
        ON
            added_up.by_sector = spread.by_sector
            AND added_up.unit_id = spread.subject_id
            AND added_up.range_from = spread.range_from
            AND added_up.range_to = spread.range_to
            AND added_up.sector_code = spread.sector_code
    WHERE
        added_up.figures <> '{}'
        OR EXISTS (
            SELECT 1
            FROM core.counted_unit
            WHERE counted_unit.unit_id = added_up.unit_id AND counted_unit.basis = %(basis)s
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
