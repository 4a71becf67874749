-- Purpose:    record that the open dossiers of a day were estimated.
-- Grain:      one day.
-- Reads:      mart.late_estimate.
-- Writes:     audit.estimate_day.
-- Parameters: day, as_of, is_replayed.
-- Rerun:      replaces the day's row.
INSERT INTO audit.estimate_day (estimated_on, as_of, is_replayed, estimates)
SELECT
    %(day)s::date,
    %(as_of)s::timestamptz,
    %(is_replayed)s,
    count(*)
FROM mart.late_estimate
WHERE estimated_on = %(day)s::date
ON CONFLICT (estimated_on) DO UPDATE SET
    as_of = excluded.as_of, is_replayed = excluded.is_replayed, estimates = excluded.estimates
