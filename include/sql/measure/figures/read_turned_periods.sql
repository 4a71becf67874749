-- Purpose:    let periods that opened be read from their first day, and those that were advanced from where they had been
--             counted to.
-- Grain:      one period.
-- Reads:      mart.period, mart.period_kind.
-- Writes:     reading (temporary table).
-- Parameters: period_nos, counted_before (arrays, read pairwise; null: it opened).
-- Rerun:      adds them once more.
INSERT INTO reading (period_no, first_day, last_day, period_end, by_sector, bases, opens_after, place)
SELECT
    period.period_no,
    coalesce(turned.counted_before + 1, period.period_start),
    period.counted_to,
    period.period_end,
    period_kind.by_sector,
    period_kind.bases,
    CASE WHEN turned.counted_before IS NULL THEN period.period_start - 1 END,
    CASE
        WHEN turned.counted_before IS NULL
            THEN dense_rank() OVER (PARTITION BY turned.counted_before IS NULL ORDER BY period.period_start)
    END
FROM unnest(%(period_nos)s::integer[], %(counted_before)s::date[]) AS turned (period_no, counted_before)
INNER JOIN mart.period ON turned.period_no = period.period_no
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
