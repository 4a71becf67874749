-- Purpose:    delete problems that ended long ago and are in no list any more.
-- Grain:      one trouble.
-- Reads:      audit.trouble, audit.trouble_list_item.
-- Writes:     audit.trouble.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.trouble
WHERE trouble.trouble_id IN (
    SELECT old.trouble_id
    FROM audit.trouble AS old
    WHERE
        old.closed_at < %(sent_before)s
        AND NOT EXISTS (SELECT 1 FROM audit.trouble_list_item WHERE trouble_list_item.trouble_id = old.trouble_id)
    ORDER BY old.trouble_id
    LIMIT %(portion)s
)
