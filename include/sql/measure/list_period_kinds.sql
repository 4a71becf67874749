-- Purpose:    the kinds of periods and what is stored of each, for the page that describes them.
-- Grain:      one kind of period.
-- Reads:      mart.period_kind.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    period_kind.kind,
    period_kind.name_vi,
    period_kind.by_sector,
    period_kind.bases,
    period_kind.has_form,
    period_kind.all_indicators,
    period_kind.kept::text AS kept
FROM mart.period_kind
ORDER BY period_kind.ordinal
