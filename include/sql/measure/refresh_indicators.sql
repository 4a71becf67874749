-- Purpose:    make the indicator values of some units and periods, and of all areas in these periods, those of the forms.
-- Grain:      one subject, basis, period, sector and indicator.
-- Reads:      mart.form_ii06a, mart.indicator, mart.period, core.area, core.area_member, audit.feed_progress.
-- Writes:     mart.indicator_value.
-- Parameters: unit_ids, basis, period_ids.
-- Rerun:      changes nothing the second time.
-- Numerator and denominator are sums of the form columns that the indicator's row names.
MERGE INTO mart.indicator_value
USING (
    WITH form AS (
        SELECT
            form_ii06a.*,
            period.kind AS period_kind,
            period.state <> 'open' AS is_final
        FROM mart.form_ii06a
        INNER JOIN mart.period ON form_ii06a.period_id = period.period_id
        WHERE form_ii06a.period_id = ANY(%(period_ids)s::text[]) AND form_ii06a.basis = %(basis)s
    ),

    subject_form AS (
        SELECT
            'unit' AS subject_kind,
            form.unit_id AS subject_id,
            form.unit_code AS subject_code,
            form.*
        FROM form
        WHERE form.unit_id = ANY(%(unit_ids)s::integer[])
        UNION ALL
        SELECT
            'area',
            area.area_id,
            area.area_code,
            form.*
        FROM form
        INNER JOIN core.area_member ON form.unit_id = area_member.unit_id AND area_member.valid @> form.period_end
        INNER JOIN core.area ON area_member.area_id = area.area_id
    ),

    used_column AS (
        SELECT DISTINCT used.name
        FROM mart.indicator
        CROSS JOIN LATERAL
        unnest(indicator.numerator_columns || coalesce(indicator.denominator_columns, '{}')) AS used (name)
    ),

    figure AS (
        SELECT
            subject_form.subject_kind,
            subject_form.subject_id,
            subject_form.subject_code,
            subject_form.period_id,
            subject_form.period_kind,
            subject_form.period_start,
            subject_form.period_end,
            subject_form.is_final,
            subject_form.sector_code,
            used_column.name,
            sum((to_jsonb(subject_form) ->> used_column.name)::bigint) AS n
        FROM subject_form
        CROSS JOIN used_column
        GROUP BY
            subject_form.subject_kind, subject_form.subject_id, subject_form.subject_code, subject_form.period_id,
            subject_form.period_kind, subject_form.period_start, subject_form.period_end, subject_form.is_final,
            subject_form.sector_code, used_column.name
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
