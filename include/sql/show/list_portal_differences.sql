-- Purpose:    where the national portal shows something else of a unit than we do, as an office copied it.
-- Grain:      one unit, period and indicator.
-- Reads:      mart.portal_difference, mart.indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    difference.unit_code,
    difference.unit_name,
    difference.period_kind,
    difference.period_start,
    difference.period_end,
    difference.indicator_name_vi AS indicator_vi,
    difference.numerator_here,
    difference.denominator_here,
    difference.numerator_there,
    difference.denominator_there,
    difference.value_here,
    difference.value_there,
    difference.null_reason_here,
    difference.name_vi AS difference_vi,
    difference.taken_at,
    indicator.unit_vi,
    indicator.value_kind
FROM mart.portal_difference AS difference
INNER JOIN LATERAL (
    SELECT
        latest.unit_vi,
        latest.value_kind
    FROM mart.indicator AS latest
    WHERE latest.indicator_code = difference.indicator_code
    ORDER BY latest.indicator_version DESC
    LIMIT 1
) AS indicator ON TRUE
WHERE difference.kind NOT IN ('equal', 'rounding_only', 'points_only')
ORDER BY difference.unit_code, difference.period_end DESC, difference.period_kind, difference.indicator_code
