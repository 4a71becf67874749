-- Purpose:    note the troubles that are gone.
-- Grain:      one trouble; gives those that are gone.
-- Reads:      audit.troubles.
-- Writes:     audit.trouble.
-- Parameters: as_of, at, stale_hours.
-- Rerun:      changes nothing the second time.
UPDATE audit.trouble SET closed_at = %(as_of)s
WHERE
    trouble.closed_at IS NULL
    AND (trouble.kind, trouble.subject) NOT IN (
        SELECT
            now_there.kind,
            now_there.subject
        FROM audit.troubles(%(as_of)s, %(at)s, %(stale_hours)s) AS now_there
    )
RETURNING trouble_id
