-- Purpose:    when it was looked last which dossiers need attention; null: never.
-- Grain:      one row.
-- Reads:      mart.overdue_dossier, audit.alert_run.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT max(looked.as_of) AS as_of
FROM (
    SELECT overdue_dossier.as_of
    FROM mart.overdue_dossier
    UNION ALL
    SELECT alert_run.as_of
    FROM audit.alert_run
) AS looked
