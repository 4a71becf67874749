-- Purpose:    list what is stale, stuck, held or failing, the oldest first.
-- Grain:      one trouble.
-- Reads:      temporary table trouble_now.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    trouble_now.kind,
    trouble_now.subject,
    trouble_now.since,
    trouble_now.detail,
    trouble_now.advice
FROM trouble_now
ORDER BY trouble_now.since NULLS LAST, trouble_now.kind, trouble_now.subject
