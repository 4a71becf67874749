-- Purpose:    note the troubles that are new.
-- Grain:      one trouble; gives those that are new.
-- Reads:      temporary table trouble_now.
-- Writes:     audit.trouble.
-- Parameters: as_of.
-- Rerun:      changes nothing while a trouble is open.
INSERT INTO audit.trouble (kind, subject, opened_at)
SELECT
    trouble_now.kind,
    trouble_now.subject,
    %(as_of)s::timestamptz
FROM trouble_now
ON CONFLICT (kind, subject) WHERE closed_at IS NULL DO NOTHING
RETURNING trouble_id
