-- Purpose:    make the indicator values of some units and periods, and of all areas in these periods, those of the figures.
-- Grain:      one subject, basis, period, sector and indicator.
-- Reads:      mart.period_figure, mart.period, mart.period_kind, mart.indicator, core.unit, core.unit_rollup, core.area,
--             audit.feed_progress.
-- Writes:     mart.indicator_value.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
-- Numerator and denominator are sums of the measures that the indicator's row names.
MERGE INTO mart.indicator_value
USING (
    WITH figure AS (
        SELECT
            row_number() OVER () AS place,
            period_figure.subject_kind,
            period_figure.subject_id,
            coalesce(unit.unit_code, area.area_code) AS subject_code,
            period_figure.period_id,
            period.kind AS period_kind,
            period.period_start,
            period.period_end,
            period.state <> 'open' AS is_final,
            period_figure.sector_code,
            period_figure.figures,
            period_kind.all_indicators,
            -- It took part of a unit that was divided: what that part did before cannot be told.
            coalesce(unit_rollup.has_split_predecessor AND period.period_start < lower(unit.valid), FALSE) AS is_torn
        FROM mart.period_figure
        INNER JOIN mart.period ON period_figure.period_id = period.period_id
        INNER JOIN mart.period_kind ON period.kind = period_kind.kind
        LEFT JOIN core.unit ON period_figure.subject_kind = 'unit' AND period_figure.subject_id = unit.unit_id
        LEFT JOIN core.unit_rollup ON unit.unit_id = unit_rollup.unit_id
        LEFT JOIN core.area ON period_figure.subject_kind = 'area' AND period_figure.subject_id = area.area_id
        WHERE
            period_figure.period_id = ANY(%(period_ids)s::text[])
            AND period_figure.basis = %(basis)s
            AND (
                period_figure.subject_kind = 'area'
                OR period_figure.subject_id = ANY(%(unit_ids)s::integer[])
            )
    ),

    term AS (
        SELECT indicator.indicator_code, indicator.indicator_version, over.measure, TRUE AS is_over
        FROM mart.indicator
        CROSS JOIN LATERAL unnest(indicator.numerator) AS over (measure)
        UNION ALL
        SELECT indicator.indicator_code, indicator.indicator_version, under.measure, FALSE
        FROM mart.indicator
        CROSS JOIN LATERAL unnest(indicator.denominator) AS under (measure)
    ),

    summed AS (
        SELECT
            figure.place,
            term.indicator_code,
            term.indicator_version,
            sum(named.n::bigint) FILTER (WHERE term.is_over) AS over,
            sum(named.n::bigint) FILTER (WHERE NOT term.is_over) AS under
        FROM figure
        CROSS JOIN LATERAL jsonb_each_text(figure.figures) AS named (measure, n)
        INNER JOIN term ON named.measure = term.measure
        GROUP BY figure.place, term.indicator_code, term.indicator_version
    ),

    counted AS (
        SELECT
            figure.subject_kind,
            figure.subject_id,
            figure.subject_code,
            figure.period_id,
            figure.period_kind,
            figure.period_start,
            figure.period_end,
            figure.is_final,
            figure.is_torn,
            figure.sector_code,
            indicator.indicator_code,
            indicator.indicator_version,
            indicator.value_kind,
            indicator.scale,
            coalesce(summed.over, 0) AS numerator,
            CASE WHEN indicator.denominator IS NOT NULL THEN coalesce(summed.under, 0) END AS denominator,
            summed.over AS named
        FROM figure
        INNER JOIN mart.indicator
            ON
                indicator.valid @> figure.period_end
                AND (
                    indicator.is_main
                    OR (%(basis)s = 'receiving' AND figure.sector_code = '*' AND figure.all_indicators)
                )
        LEFT JOIN summed
            ON
                figure.place = summed.place
                AND indicator.indicator_code = summed.indicator_code
                AND indicator.indicator_version = summed.indicator_version
        -- Of a sector, only what arose.
        WHERE figure.sector_code = '*' OR num_nonnulls(summed.over, summed.under) > 0
    ),

    as_of AS MATERIALIZED (
        SELECT coalesce(min(feed_progress.read_to_end_as_of), '-infinity'::timestamptz) AS data_as_of
        FROM audit.feed_progress
        WHERE feed_progress.is_configured AND feed_progress.feed = 'dossiers'
    )

    SELECT
        counted.*,
        CASE
            WHEN counted.is_torn THEN NULL
            WHEN counted.value_kind = 'count' THEN counted.numerator / counted.scale
            WHEN counted.value_kind = 'median' THEN counted.named / counted.scale
            WHEN counted.value_kind = 'external' THEN NULL
            ELSE counted.numerator / nullif(counted.denominator * counted.scale, 0)
        END AS value,
        CASE
            WHEN counted.value_kind = 'external' THEN 'external'
            WHEN counted.is_torn THEN 'not_comparable'
            WHEN counted.denominator = 0 THEN 'zero_denominator'
            WHEN counted.value_kind = 'median' AND counted.named IS NULL THEN 'zero_denominator'
        END AS null_reason,
        as_of.data_as_of
    FROM counted
    CROSS JOIN as_of
) AS fresh
    ON
        indicator_value.subject_kind = fresh.subject_kind
        AND indicator_value.subject_id = fresh.subject_id
        AND indicator_value.basis = %(basis)s
        AND indicator_value.period_id = fresh.period_id
        AND indicator_value.sector_code = fresh.sector_code
        AND indicator_value.indicator_code = fresh.indicator_code
        AND indicator_value.indicator_version = fresh.indicator_version
WHEN MATCHED AND (
    indicator_value.numerator, indicator_value.denominator, indicator_value.value, indicator_value.null_reason,
    indicator_value.is_final, indicator_value.unit_code
) IS DISTINCT FROM (
    fresh.numerator, fresh.denominator, fresh.value, fresh.null_reason, fresh.is_final, fresh.subject_code
) THEN UPDATE SET
    unit_code = fresh.subject_code,
    numerator = fresh.numerator,
    denominator = fresh.denominator,
    value = fresh.value,
    null_reason = fresh.null_reason,
    is_final = fresh.is_final,
    data_as_of = fresh.data_as_of
WHEN NOT MATCHED BY TARGET THEN INSERT (
    subject_kind, subject_id, basis, period_id, sector_code, indicator_code, indicator_version, unit_code,
    period_kind, period_start, period_end, value_kind, numerator, denominator, value, null_reason, excluded_count,
    is_final, data_as_of
) VALUES (
    fresh.subject_kind, fresh.subject_id, %(basis)s, fresh.period_id, fresh.sector_code, fresh.indicator_code,
    fresh.indicator_version, fresh.subject_code, fresh.period_kind, fresh.period_start, fresh.period_end,
    fresh.value_kind, fresh.numerator, fresh.denominator, fresh.value, fresh.null_reason, 0,
    fresh.is_final, fresh.data_as_of
)
WHEN NOT MATCHED BY SOURCE
    AND indicator_value.basis = %(basis)s
    AND indicator_value.period_id = ANY(%(period_ids)s::text[])
    AND (
        indicator_value.subject_kind = 'area'
        OR indicator_value.subject_id = ANY(%(unit_ids)s::integer[])
    )
    THEN DELETE
