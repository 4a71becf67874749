-- Purpose:    what the figures of the reached areas are by those of their members.
-- Grain:      one area, basis, period and sector.
-- Reads:      reached_area, mart.period_figure, mart.spread_rows, mart.measure, mart.period, core.area_member.
-- Writes:     the temporary table fresh_figure.
-- Parameters: none.
-- Rerun:      in the writer's transaction, so once.
-- What adds up is the sum over the members at the end of the period; procedures and durations are those of the union.
INSERT INTO fresh_figure (subject_kind, subject_id, basis, period_id, sector_code, figures)
WITH member AS (
    SELECT reached_area.*, area_member.unit_id
    FROM reached_area
    INNER JOIN mart.period ON reached_area.period_id = period.period_id
    INNER JOIN core.area_member
        ON reached_area.area_id = area_member.area_id AND area_member.valid @> period.period_end
),

gathered AS (
    SELECT
        member.area_id,
        member.basis,
        member.period_id,
        period_figure.sector_code,
        array_agg(period_figure.figures) AS figures
    FROM member
    INNER JOIN mart.period_figure
        ON
            period_figure.subject_kind = 'unit'
            AND member.unit_id = period_figure.subject_id
            AND member.basis = period_figure.basis
            AND member.period_id = period_figure.period_id
    GROUP BY member.area_id, member.basis, member.period_id, period_figure.sector_code
),

asked AS (
    SELECT
        array_agg(member.area_id) AS area_ids,
        array_agg(member.unit_id) AS unit_ids,
        array_agg(member.basis) AS bases,
        array_agg(member.period_start) AS starts,
        array_agg(member.counted_to) AS ends,
        array_agg(member.by_sector) AS by_sector
    FROM member
),

-- A sum of none is none, and an area without any figure has its row all the same.
figured AS (
    SELECT
        gathered.area_id,
        gathered.basis,
        gathered.period_id,
        gathered.sector_code,
        coalesce(added_up.figures, '{}') AS figures
    FROM gathered
    -- Group by group: taken apart all at once, they are millions of rows to sort by long keys.
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(summed.measure, summed.n) AS figures
        FROM (
            SELECT
                figure.measure,
                sum(figure.n::bigint) AS n
            FROM unnest(gathered.figures) AS of_unit (figures)
            CROSS JOIN LATERAL jsonb_each_text(of_unit.figures) AS figure (measure, n)
            WHERE
                figure.measure IN (
                    SELECT measure.measure FROM mart.measure WHERE measure.kind NOT IN ('distinct', 'distribution')
                )
            GROUP BY figure.measure
        ) AS summed
    ) AS added_up
    UNION ALL
    SELECT DISTINCT member.area_id, member.basis, member.period_id, '*', jsonb '{}'
    FROM member
    UNION ALL
    SELECT reached_area.area_id, reached_area.basis, reached_area.period_id, spread.sector_code, spread.figures
    FROM asked
    CROSS JOIN LATERAL
    mart.spread_rows(
        asked.area_ids, asked.unit_ids, asked.bases, asked.starts, asked.ends, asked.by_sector
    ) AS spread
    INNER JOIN reached_area
        ON
            spread.subject_id = reached_area.area_id
            AND spread.basis = reached_area.basis
            AND spread.range_from = reached_area.period_start
            AND spread.range_to = reached_area.counted_to
            AND spread.by_sector = reached_area.by_sector
)

SELECT
    'area' AS subject_kind,
    figured.area_id AS subject_id,
    figured.basis,
    figured.period_id,
    figured.sector_code,
    (array_agg(figured.figures))[1] || coalesce((array_agg(figured.figures))[2], '{}')
    || coalesce((array_agg(figured.figures))[3], '{}') AS figures
FROM figured
GROUP BY figured.area_id, figured.basis, figured.period_id, figured.sector_code
