-- Purpose:    ask for a free range of days as a period.
-- Grain:      one range.
-- Reads:      nothing.
-- Writes:     mart.custom_period.
-- Parameters: period_start, period_end (inclusive).
-- Rerun:      writes no row the second time.
INSERT INTO mart.custom_period (period_start, period_end)
VALUES (%(period_start)s, %(period_end)s)
ON CONFLICT (period_start, period_end) DO NOTHING
