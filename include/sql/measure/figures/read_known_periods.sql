-- Purpose:    let all periods that are known be read for the days up to which they are counted.
-- Grain:      one period.
-- Reads:      mart.period, mart.period_kind.
-- Writes:     reading (temporary table).
-- Parameters: none.
-- Rerun:      adds them once more.
INSERT INTO reading (period_no, first_day, last_day, period_end, by_sector, bases, opens_after, place)
SELECT
    period.period_no,
    period.period_start,
    period.counted_to,
    period.period_end,
    period_kind.by_sector,
    period_kind.bases,
    period.period_start - 1,
    dense_rank() OVER (ORDER BY period.period_start)
FROM mart.period
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
