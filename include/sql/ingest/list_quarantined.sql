-- Purpose:    records of the batch that cannot be used, in the order of the pages.
-- Grain:      one record.
-- Reads:      decision.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    decision.page_no,
    decision.ordinal
FROM decision
WHERE decision.outcome = 'quarantined'
ORDER BY decision.page_no, decision.ordinal
