-- Purpose:    kinds of periods, as the warehouse has them, and whether they are in use.
-- Grain:      one kind.
-- Reads:      mart.period_kind, mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(period_kind) AS entry,
    period_kind.kind IN (SELECT period.kind FROM mart.period) AS is_in_use
FROM mart.period_kind
ORDER BY period_kind.ordinal
