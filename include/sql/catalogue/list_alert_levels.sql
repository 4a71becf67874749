-- Purpose:    levels of attention, as the warehouse has them, and whether they are in use.
-- Grain:      one level.
-- Reads:      mart.alert_level, mart.overdue_dossier, core.alert, audit.alert_list_count.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(alert_level) AS entry,
    alert_level.level IN (
        SELECT alert.level FROM core.alert
        UNION
        SELECT overdue_dossier.level FROM mart.overdue_dossier
        UNION
        SELECT alert_list_count.level FROM audit.alert_list_count
    ) AS is_in_use
FROM mart.alert_level
ORDER BY alert_level.ordinal
