-- Purpose:    note that a day was asked for and is not closed at the payment platform yet.
-- Grain:      one source and day.
-- Reads:      nothing.
-- Writes:     audit.platform_day.
-- Parameters: source_id, day, clock_on.
-- Rerun:      changes nothing; a day that was listed before stays listed.
INSERT INTO audit.platform_day (source_id, day, asked_on)
VALUES (%(source_id)s, %(day)s, %(clock_on)s)
ON CONFLICT (source_id, day) DO UPDATE SET asked_on = excluded.asked_on
