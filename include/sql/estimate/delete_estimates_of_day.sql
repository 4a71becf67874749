-- Purpose:    make room for a later estimate of the same day.
-- Grain:      one dossier and day.
-- Reads:      nothing.
-- Writes:     mart.late_estimate.
-- Parameters: day.
-- Rerun:      deletes nothing the second time.
DELETE FROM mart.late_estimate
WHERE estimated_on = %(day)s::date
