-- Purpose:    detect what is stale, stuck, held or failing; the next statements of the run use the result.
-- Grain:      one trouble.
-- Reads:      audit.troubles.
-- Writes:     temporary table trouble_now.
-- Parameters: as_of, at, stale_hours.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE trouble_now ON COMMIT DROP AS
SELECT DISTINCT ON (troubles.kind, troubles.subject)
    troubles.kind,
    troubles.subject,
    troubles.since,
    troubles.detail,
    troubles.advice
FROM audit.troubles(%(as_of)s, %(at)s, %(stale_hours)s) AS troubles
ORDER BY troubles.kind, troubles.subject, troubles.since NULLS LAST
