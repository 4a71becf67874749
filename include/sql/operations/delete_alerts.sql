-- Purpose:    delete alerts that ended long ago and are in no list any more. While another alert of the same dossier and
--             unit is open they stay: what was escalated once is not escalated again.
-- Grain:      one alert.
-- Reads:      core.alert, audit.alert_list_item.
-- Writes:     core.alert.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM core.alert
WHERE alert.alert_id IN (
    SELECT old.alert_id
    FROM core.alert AS old
    WHERE
        old.ended_at < %(sent_before)s
        AND NOT EXISTS (SELECT 1 FROM audit.alert_list_item WHERE alert_list_item.alert_id = old.alert_id)
        AND NOT EXISTS (
            SELECT 1
            FROM core.alert AS open_alert
            WHERE
                open_alert.source_id = old.source_id
                AND open_alert.dossier_code = old.dossier_code
                AND open_alert.unit_id = old.unit_id
                AND open_alert.ended_at IS NULL
        )
    ORDER BY old.alert_id
    LIMIT %(portion)s
)
