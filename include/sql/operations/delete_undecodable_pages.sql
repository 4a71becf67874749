-- Purpose:    delete old answers that were no page.
-- Grain:      one answer.
-- Reads:      audit.undecodable_page.
-- Writes:     audit.undecodable_page.
-- Parameters: portion, ledger_before (machine's clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.undecodable_page
WHERE undecodable_page.undecodable_page_id IN (
    SELECT old.undecodable_page_id
    FROM audit.undecodable_page AS old
    WHERE old.fetched_at < %(ledger_before)s
    ORDER BY old.undecodable_page_id
    LIMIT %(portion)s
)
