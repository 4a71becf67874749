-- Purpose:    store that the payment platform listed a day, and what could not be used of it.
-- Grain:      one source and day.
-- Reads:      nothing.
-- Writes:     audit.platform_day.
-- Parameters: source_id, day, clock_on, told_as_of, listed, unusable, unknown_fields.
-- Rerun:      writes the same again.
INSERT INTO audit.platform_day (source_id, day, asked_on, told_as_of, listed, unusable, unknown_fields)
VALUES (
    %(source_id)s, %(day)s, %(clock_on)s, %(told_as_of)s, %(listed)s, %(unusable)s, %(unknown_fields)s::text[]
)
ON CONFLICT (source_id, day) DO UPDATE SET
    asked_on = excluded.asked_on,
    told_as_of = excluded.told_as_of,
    listed = excluded.listed,
    unusable = excluded.unusable,
    unknown_fields = excluded.unknown_fields
