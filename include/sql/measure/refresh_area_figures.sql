-- Purpose:    make the stored figures of the areas of some units those of their members.
-- Grain:      one area, basis, period and sector.
-- Reads:      mart.period_figure, mart.spread_rows, mart.measure, mart.period, mart.period_kind, core.area_member.
-- Writes:     mart.period_figure.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
-- What adds up is the sum over the members at the end of the period; procedures and durations are those of the union.
MERGE INTO mart.period_figure
USING (
    WITH reached AS (
        SELECT DISTINCT area_member.area_id, period.period_id
        FROM core.area_member
        CROSS JOIN mart.period
        INNER JOIN mart.period_kind ON period.kind = period_kind.kind
        WHERE
            area_member.unit_id = ANY(%(unit_ids)s::integer[])
            AND area_member.valid @> period.period_end
            AND period.period_id = ANY(%(period_ids)s::text[])
            AND %(basis)s = ANY(period_kind.bases)
    ),

    member AS (
        SELECT
            reached.area_id,
            reached.period_id,
            period.period_start,
            period.counted_to,
            period_kind.by_sector,
            area_member.unit_id
        FROM reached
        INNER JOIN mart.period ON reached.period_id = period.period_id
        INNER JOIN mart.period_kind ON period.kind = period_kind.kind
        INNER JOIN core.area_member
            ON reached.area_id = area_member.area_id AND area_member.valid @> period.period_end
    ),

    added_up AS (
        SELECT
            member.area_id,
            member.period_id,
            period_figure.sector_code,
            figure.measure,
            sum(figure.n::numeric) AS n
        FROM member
        INNER JOIN mart.period_figure
            ON
                period_figure.subject_kind = 'unit'
                AND member.unit_id = period_figure.subject_id
                AND period_figure.basis = %(basis)s
                AND member.period_id = period_figure.period_id
        CROSS JOIN LATERAL jsonb_each_text(period_figure.figures) AS figure (measure, n)
        INNER JOIN mart.measure ON figure.measure = measure.measure AND measure.kind NOT IN ('distinct', 'distribution')
        GROUP BY member.area_id, member.period_id, period_figure.sector_code, figure.measure
    ),

    -- A sum of none is none, and an area without any figure has its row all the same.
    summed AS (
        SELECT
            added_up.area_id,
            added_up.period_id,
            added_up.sector_code,
            jsonb_object_agg(added_up.measure, added_up.n) AS figures
        FROM added_up
        GROUP BY added_up.area_id, added_up.period_id, added_up.sector_code
        UNION ALL
        SELECT reached.area_id, reached.period_id, '*', '{}'
        FROM reached
        WHERE
            NOT EXISTS (
                SELECT 1
                FROM added_up
                WHERE
                    added_up.area_id = reached.area_id
                    AND added_up.period_id = reached.period_id
                    AND added_up.sector_code = '*'
            )
    ),

    -- Periods with the same members are asked for at once.
    membership AS (
        SELECT
            member.period_id,
            member.period_start,
            member.counted_to,
            member.by_sector,
            array_agg(member.area_id ORDER BY member.area_id, member.unit_id) AS area_ids,
            array_agg(member.unit_id ORDER BY member.area_id, member.unit_id) AS unit_ids
        FROM member
        GROUP BY member.period_id, member.period_start, member.counted_to, member.by_sector
    ),

    asked AS (
        SELECT
            membership.by_sector,
            membership.area_ids,
            membership.unit_ids,
            array_agg(membership.period_start) AS starts,
            array_agg(membership.counted_to) AS ends
        FROM membership
        GROUP BY membership.by_sector, membership.area_ids, membership.unit_ids
    ),

    spread AS MATERIALIZED (
        SELECT asked.by_sector, figure.*
        FROM asked
        CROSS JOIN LATERAL
        mart.spread_rows(
            asked.area_ids, asked.unit_ids, %(basis)s, asked.starts, asked.ends, asked.by_sector
        ) AS figure
    )

    SELECT
        summed.area_id,
        summed.period_id,
        summed.sector_code,
        summed.figures || coalesce(spread.figures, '{}') AS figures
    FROM (
        SELECT summed.*, period.period_start, period.counted_to, period_kind.by_sector
        FROM summed
        INNER JOIN mart.period ON summed.period_id = period.period_id
        INNER JOIN mart.period_kind ON period.kind = period_kind.kind
    ) AS summed
    LEFT JOIN spread
        ON
            summed.area_id = spread.subject_id
            AND summed.by_sector = spread.by_sector
            AND summed.period_start = spread.range_from
            AND summed.counted_to = spread.range_to
            AND summed.sector_code = spread.sector_code
) AS counted
    ON
        period_figure.subject_kind = 'area'
        AND period_figure.subject_id = counted.area_id
        AND period_figure.basis = %(basis)s
        AND period_figure.period_id = counted.period_id
        AND period_figure.sector_code = counted.sector_code
WHEN MATCHED AND period_figure.figures <> counted.figures THEN UPDATE SET figures = counted.figures
WHEN NOT MATCHED BY TARGET THEN INSERT (subject_kind, subject_id, basis, period_id, sector_code, figures)
    VALUES ('area', counted.area_id, %(basis)s, counted.period_id, counted.sector_code, counted.figures)
WHEN NOT MATCHED BY SOURCE
    AND period_figure.subject_kind = 'area'
    AND period_figure.basis = %(basis)s
    AND period_figure.period_id = ANY(%(period_ids)s::text[])
    AND EXISTS (
        SELECT 1
        FROM core.area_member
        WHERE area_member.area_id = period_figure.subject_id AND area_member.unit_id = ANY(%(unit_ids)s::integer[])
    )
    THEN DELETE
