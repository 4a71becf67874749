-- Purpose:    delete what became of messages about old lists. That a ranking was sent stays: its next version goes to who had it.
-- Grain:      one delivery.
-- Reads:      audit.delivery, audit.alert_list, audit.trouble_list.
-- Writes:     audit.delivery.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.delivery
WHERE delivery.delivery_id IN (
    SELECT old.delivery_id
    FROM audit.delivery AS old
    LEFT JOIN audit.alert_list ON old.subject_kind = 'alert_list' AND old.subject_id = alert_list.list_id
    LEFT JOIN audit.trouble_list ON old.subject_kind = 'trouble_list' AND old.subject_id = trouble_list.list_id
    WHERE old.status IN ('sent', 'dead') AND coalesce(alert_list.as_of, trouble_list.as_of) < %(sent_before)s
    ORDER BY old.delivery_id
    LIMIT %(portion)s
)
