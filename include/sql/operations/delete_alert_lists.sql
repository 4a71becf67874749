-- Purpose:    delete old lists of dossiers that needed attention, with what they said; one whose message still waits stays.
-- Grain:      one list.
-- Reads:      audit.alert_list, audit.delivery.
-- Writes:     audit.alert_list.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.alert_list
WHERE alert_list.list_id IN (
    SELECT old.list_id
    FROM audit.alert_list AS old
    WHERE
        old.as_of < %(sent_before)s
        AND NOT EXISTS (
            SELECT 1
            FROM audit.delivery
            WHERE delivery.subject_kind = 'alert_list' AND delivery.subject_id = old.list_id
        )
    ORDER BY old.list_id
    LIMIT %(portion)s
)
