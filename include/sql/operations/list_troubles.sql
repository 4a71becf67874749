-- Purpose:    list what is stale, stuck, held or failing, what was reported first coming first; since when by the business clock.
-- Grain:      one trouble.
-- Reads:      temporary table trouble_now, audit.trouble.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    trouble_now.kind,
    trouble_now.subject,
    trouble.opened_at AS since,
    trouble_now.detail,
    trouble_now.advice
FROM trouble_now
LEFT JOIN audit.trouble
    ON trouble_now.kind = trouble.kind AND trouble_now.subject = trouble.subject AND trouble.closed_at IS NULL
ORDER BY trouble.opened_at NULLS LAST, trouble_now.kind, trouble_now.subject
