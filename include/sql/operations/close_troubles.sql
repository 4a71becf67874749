-- Purpose:    note the troubles that are gone.
-- Grain:      one trouble; gives those that are gone.
-- Reads:      temporary table trouble_now.
-- Writes:     audit.trouble.
-- Parameters: as_of.
-- Rerun:      changes nothing the second time.
UPDATE audit.trouble SET closed_at = %(as_of)s
WHERE
    trouble.closed_at IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM trouble_now
        WHERE trouble_now.kind = trouble.kind AND trouble_now.subject = trouble.subject
    )
RETURNING trouble_id
