-- Purpose:    delete old looks at the dossiers whose lists are gone; the last one stays.
-- Grain:      one look.
-- Reads:      audit.alert_run, audit.alert_list.
-- Writes:     audit.alert_run.
-- Parameters: portion, sent_before (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM audit.alert_run
USING (
    SELECT
        old.run_on,
        old.slot
    FROM audit.alert_run AS old
    WHERE
        old.as_of < %(sent_before)s
        AND old.as_of < (SELECT max(latest.as_of) FROM audit.alert_run AS latest)
        AND NOT EXISTS (
            SELECT 1
            FROM audit.alert_list
            WHERE alert_list.run_on = old.run_on AND alert_list.slot = old.slot
        )
    ORDER BY old.run_on, old.slot
    LIMIT %(portion)s
) AS forgotten
WHERE alert_run.run_on = forgotten.run_on AND alert_run.slot = forgotten.slot
