-- Purpose:    the period whose stocks at the end are nearest before a day, of those that have them by sector and for every role.
-- Grain:      no row (there is none) or one.
-- Reads:      mart.period, mart.period_kind, core.role.
-- Writes:     nothing.
-- Parameters: before, opened (numbers of the periods that have no figures yet).
-- Rerun:      reads only.
SELECT period.period_no, period.counted_to
FROM mart.period
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
WHERE
    period.counted_to < %(before)s
    AND NOT period.period_no = ANY(%(opened)s::integer [])
    AND period_kind.by_sector
    AND period_kind.bases @> ARRAY(SELECT role.basis FROM core.role)
ORDER BY period.counted_to DESC, period.period_no
LIMIT 1
