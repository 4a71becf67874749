-- Purpose:    list what is stale, stuck, held or failing, the oldest first.
-- Grain:      one trouble.
-- Reads:      audit.troubles.
-- Writes:     nothing.
-- Parameters: as_of, at, stale_hours.
-- Rerun:      reads only.
SELECT
    trouble.kind,
    trouble.subject,
    trouble.since,
    trouble.detail,
    trouble.advice
FROM audit.troubles(%(as_of)s, %(at)s, %(stale_hours)s) AS trouble
ORDER BY trouble.since NULLS LAST, trouble.kind, trouble.subject
