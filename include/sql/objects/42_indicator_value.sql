-- Purpose:    the value of every indicator, made of the stored figures whenever it is read.
-- Grain:      one subject, basis, period, sector and indicator version.
-- Reads:      mart.period_figure, mart.period, mart.period_kind, mart.indicator, mart.measure, core.unit, core.area,
--             core.unit_succession, core.entered_figure, core.target, audit.measure_state.
-- Writes:     view mart.indicator_value.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- Numerator and denominator are sums of the measures that the indicator's row names, or figures that the unit's office
-- entered for the period; a new row has its values at once.

CREATE VIEW mart.indicator_value AS
SELECT
    period_figure.subject_kind,
    period_figure.subject_id,
    period_figure.basis,
    period_figure.period_id,
    period_figure.sector_code,
    indicator.indicator_code,
    indicator.indicator_version,
    coalesce(unit.unit_code, area.area_code) AS unit_code,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    indicator.value_kind,
    CASE WHEN indicator.entered_numerator IS NULL THEN coalesce(over.n, 0) ELSE coalesce(entered.numerator, 0) END AS numerator,
    coalesce(counted.denominator, entered.denominator) AS denominator,
    CASE
        WHEN torn.is_torn OR unread.is_unread THEN NULL
        WHEN indicator.value_kind = 'external'
            THEN
                CASE
                    WHEN indicator.entered_numerator IS NULL THEN coalesce(over.n, 0)
                    ELSE entered.numerator
                END / nullif(entered.denominator * indicator.scale, 0)
        WHEN indicator.value_kind = 'count' THEN coalesce(over.n, 0) / indicator.scale
        WHEN indicator.value_kind = 'median' THEN over.n / indicator.scale
        ELSE coalesce(over.n, 0) / nullif(counted.denominator * indicator.scale, 0)
    END AS value,
    CASE
        WHEN unread.is_unread THEN 'no_feed'
        WHEN torn.is_torn THEN 'not_comparable'
        WHEN
            indicator.value_kind = 'external'
            AND (entered.denominator IS NULL OR indicator.entered_numerator IS NOT NULL AND entered.numerator IS NULL)
            THEN 'external'
        WHEN coalesce(counted.denominator, entered.denominator) = 0 THEN 'zero_denominator'
        WHEN indicator.value_kind = 'median' AND over.n IS NULL THEN 'zero_denominator'
    END AS null_reason,
    0::bigint AS excluded_count,
    period.state <> 'open' AS is_final,
    coalesce(measure_state.data_as_of, '-infinity') AS data_as_of
FROM mart.period_figure
INNER JOIN mart.period ON period_figure.period_id = period.period_id
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
INNER JOIN mart.indicator
    ON
        indicator.valid @> period.period_end
        AND (
            indicator.is_main
            OR (
                period_figure.basis = 'receiving' AND period_figure.sector_code = '*' AND period_kind.all_indicators
            )
            -- A target that is set for one sector wants the sector's figure beside it.
            OR (
                period_kind.all_indicators
                AND (period_figure.sector_code, indicator.indicator_code) IN (
                    SELECT
                        target.sector_code,
                        target.indicator_code
                    FROM core.target
                    WHERE target.sector_code <> '*'
                )
            )
        )
CROSS JOIN audit.measure_state
LEFT JOIN core.unit ON period_figure.subject_kind = 'unit' AND period_figure.subject_id = unit.unit_id
LEFT JOIN core.area ON period_figure.subject_kind = 'area' AND period_figure.subject_id = area.area_id
CROSS JOIN LATERAL (
    SELECT CASE WHEN added.n < taken.n THEN 0 ELSE added.n - coalesce(taken.n, 0) END AS n
    FROM (
        SELECT sum((period_figure.figures ->> named.measure)::bigint)::bigint AS n
        FROM unnest(indicator.numerator) AS named (measure)
    ) AS added
    CROSS JOIN (
        SELECT sum((period_figure.figures ->> named.measure)::bigint)::bigint AS n
        FROM unnest(indicator.less) AS named (measure)
    ) AS taken
) AS over
CROSS JOIN LATERAL (
    SELECT sum((period_figure.figures ->> named.measure)::bigint)::bigint AS n
    FROM unnest(indicator.denominator) AS named (measure)
) AS under
CROSS JOIN LATERAL (
    SELECT CASE WHEN indicator.denominator IS NOT NULL THEN coalesce(under.n, 0) END AS denominator
) AS counted
-- What the office, or its province, entered last; nothing of an area, and nothing if it said that it has no data.
CROSS JOIN LATERAL (
    SELECT
        max(latest.value) FILTER (WHERE latest.figure_code = indicator.entered_numerator)::bigint AS numerator,
        max(latest.value) FILTER (WHERE latest.figure_code = indicator.entered_denominator)::bigint AS denominator
    FROM core.entered_figure AS latest
    WHERE
        indicator.entered_denominator IS NOT NULL
        AND period_figure.subject_kind = 'unit'
        AND latest.unit_id = period_figure.subject_id
        AND latest.period_id = period_figure.period_id
        AND latest.figure_code IN (indicator.entered_numerator, indicator.entered_denominator)
) AS entered
-- It took part of a unit that was divided: what that part did before cannot be told.
CROSS JOIN LATERAL (
    SELECT
        period.period_start < lower(unit.valid)
        AND EXISTS (
            SELECT 1
            FROM core.unit_succession
            WHERE unit_succession.successor_id = unit.unit_id AND unit_succession.kind = 'split'
        ) AS is_torn
) AS torn
-- Nothing was read of what it counts, which is not nothing.
CROSS JOIN LATERAL (
    SELECT
        measure_state.unread_feeds <> '{}'
        AND EXISTS (
            SELECT 1
            FROM mart.measure
            WHERE
                measure.measure = ANY(indicator.numerator || indicator.less || indicator.denominator)
                AND measure.feed = ANY(measure_state.unread_feeds)
        ) AS is_unread
) AS unread
-- Of a sector, only what arose.
WHERE period_figure.sector_code = '*' OR num_nonnulls(over.n, under.n) > 0;
COMMENT ON VIEW mart.indicator_value IS 'Value of each indicator by unit or area, basis, period and sector (* = all): the moving truth; publications freeze it. Ask by period: a value is computed when it is read.';
COMMENT ON COLUMN mart.indicator_value.is_final IS 'The period is closed.';
COMMENT ON COLUMN mart.indicator_value.data_as_of IS 'Earliest moment up to which every configured source had been read when the figures last caught up with the facts.';
COMMENT ON COLUMN mart.indicator_value.excluded_count IS 'Cases of the subject that neither numerator nor denominator counts because a fact is missing; no indicator leaves any out so far.';

GRANT SELECT ON mart.indicator_value TO onestop_reader, onestop_pipeline;
