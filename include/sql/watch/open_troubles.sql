-- Purpose:    note the troubles that are new.
-- Grain:      one trouble; gives those that are new.
-- Reads:      audit.troubles.
-- Writes:     audit.trouble.
-- Parameters: as_of, at, stale_hours.
-- Rerun:      changes nothing while a trouble is open.
INSERT INTO audit.trouble (kind, subject, opened_at)
SELECT DISTINCT
    trouble.kind,
    trouble.subject,
    %(as_of)s::timestamptz
FROM audit.troubles(%(as_of)s, %(at)s, %(stale_hours)s) AS trouble
ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO NOTHING
RETURNING trouble_id
