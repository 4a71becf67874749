-- Purpose:    make the indicator values of some units and periods, and of all areas in these periods, those of the forms.
-- Grain:      one subject, basis, period, sector and indicator.
-- Reads:      mart.form_ii06a, mart.indicator, mart.period, core.area, core.area_member, audit.feed_progress.
-- Writes:     mart.indicator_value.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
-- Numerator and denominator are sums of the form columns that the indicator's row names.
MERGE INTO mart.indicator_value
USING (
    WITH used_column AS (
        SELECT DISTINCT used.name
        FROM mart.indicator
        CROSS JOIN LATERAL
        unnest(indicator.numerator_columns || coalesce(indicator.denominator_columns, '{}')) AS used (name)
    ),

    form_figure AS (
        SELECT
            form_ii06a.unit_id,
            form_ii06a.unit_code,
            form_ii06a.period_id,
            form_ii06a.sector_code,
            form_column.name,
            form_column.n::bigint AS n
        FROM mart.form_ii06a
        CROSS JOIN LATERAL jsonb_each_text(to_jsonb(form_ii06a)) AS form_column (name, n)
        WHERE
            form_ii06a.period_id = ANY(%(period_ids)s::text[])
            AND form_ii06a.basis = %(basis)s
            AND form_column.name IN (SELECT used_column.name FROM used_column)
    ),

    subject_figure AS (
        SELECT
            'unit' AS subject_kind,
            form_figure.unit_id AS subject_id,
            form_figure.unit_code AS subject_code,
            form_figure.period_id,
            form_figure.sector_code,
            form_figure.name,
            form_figure.n
        FROM form_figure
        WHERE form_figure.unit_id = ANY(%(unit_ids)s::integer[])
        UNION ALL
        SELECT
            'area',
            area.area_id,
            area.area_code,
            form_figure.period_id,
            form_figure.sector_code,
            form_figure.name,
            sum(form_figure.n)
        FROM form_figure
        INNER JOIN mart.period ON form_figure.period_id = period.period_id
        INNER JOIN core.area_member
            ON form_figure.unit_id = area_member.unit_id AND area_member.valid @> period.period_end
        INNER JOIN core.area ON area_member.area_id = area.area_id
        GROUP BY area.area_id, area.area_code, form_figure.period_id, form_figure.sector_code, form_figure.name
    ),

    figure AS (
        SELECT
            subject_figure.*,
            period.kind AS period_kind,
            period.period_start,
            period.period_end,
            period.state <> 'open' AS is_final
        FROM subject_figure
        INNER JOIN mart.period ON subject_figure.period_id = period.period_id
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
            figure.sector_code,
            indicator.indicator_code,
            indicator.indicator_version,
            indicator.value_kind,
            coalesce(sum(figure.n) FILTER (WHERE figure.name = ANY(indicator.numerator_columns)), 0) AS numerator,
            CASE
                WHEN indicator.denominator_columns IS NOT NULL
                    THEN coalesce(sum(figure.n) FILTER (WHERE figure.name = ANY(indicator.denominator_columns)), 0)
            END AS denominator
        FROM figure
        INNER JOIN mart.indicator ON indicator.valid @> figure.period_end
        GROUP BY
            figure.subject_kind, figure.subject_id, figure.subject_code, figure.period_id, figure.period_kind,
            figure.period_start, figure.period_end, figure.is_final, figure.sector_code,
            indicator.indicator_code, indicator.indicator_version
    )

    SELECT
        counted.*,
        CASE
            WHEN counted.value_kind = 'count' THEN counted.numerator::numeric
            ELSE counted.numerator::numeric / nullif(counted.denominator, 0)
        END AS value,
        CASE WHEN counted.denominator = 0 THEN 'zero_denominator' END AS null_reason,
        (
            SELECT coalesce(min(feed_progress.read_to_end_as_of), '-infinity'::timestamptz)
            FROM audit.feed_progress
            WHERE feed_progress.is_configured AND feed_progress.feed = 'dossiers'
        ) AS data_as_of
    FROM counted
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
    indicator_value.numerator, indicator_value.denominator, indicator_value.is_final, indicator_value.unit_code
) IS DISTINCT FROM (fresh.numerator, fresh.denominator, fresh.is_final, fresh.subject_code) THEN UPDATE SET
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
