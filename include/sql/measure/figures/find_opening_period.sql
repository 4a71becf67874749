-- Purpose:    the period whose stocks at the end are nearest before a day, of those that have them by sector and for every role.
-- Grain:      no row (there is none) or one.
-- Reads:      mart.period, mart.period_kind, core.role.
-- Writes:     nothing.
-- Parameters: before, period_nos, counted_before (arrays of the periods that turned, read pairwise; null: it opened).
-- Rerun:      reads only.
-- The figures of a period that turned are those of the day up to which it was counted before, or none if it opened.
SELECT period.period_no, known.counted_to
FROM mart.period
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
LEFT JOIN unnest(%(period_nos)s::integer[], %(counted_before)s::date[]) AS turned (period_no, counted_before)
    ON period.period_no = turned.period_no
CROSS JOIN LATERAL (
    SELECT CASE WHEN turned.period_no IS NULL THEN period.counted_to ELSE turned.counted_before END AS counted_to
) AS known
WHERE
    known.counted_to < %(before)s
    AND period_kind.by_sector
    AND period_kind.bases @> (SELECT array_agg(role.basis) FROM core.role)
ORDER BY known.counted_to DESC, period.period_no
LIMIT 1
