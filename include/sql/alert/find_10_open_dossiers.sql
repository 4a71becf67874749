-- Purpose:    the open dossiers, with the limits of attention of the units that received them.
-- Grain:      one main dossier that has not ended, is no test and no tombstone.
-- Reads:      core.dossier, core.case, core.unit, core.unit_calendar, core.unit_alert_limit.
-- Writes:     temporary table open_dossier.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE open_dossier ON COMMIT DROP AS
SELECT
    dossier.*,
    unit.unit_code,
    unit_calendar.calendar_code,
    unit_alert_limit.due_soon_share,
    unit_alert_limit.due_soon_working_days,
    unit_alert_limit.same_day_soon_share,
    unit_alert_limit.same_day_due_share,
    unit_alert_limit.held_elsewhere_working_days,
    unit_alert_limit.overdue_long_working_days,
    unit_alert_limit.acceptance_working_hours,
    (%(as_of)s::timestamptz)::date AS today
FROM core.dossier
INNER JOIN core."case"
    ON
        dossier.case_id = "case".case_id
        AND dossier.source_id = "case".source_id
        AND dossier.dossier_code = "case".dossier_code
INNER JOIN core.unit ON dossier.receiving_unit_id = unit.unit_id
INNER JOIN core.unit_calendar ON dossier.receiving_unit_id = unit_calendar.unit_id
INNER JOIN core.unit_alert_limit ON dossier.receiving_unit_id = unit_alert_limit.unit_id
WHERE dossier.status NOT IN (3, 7, 8, 9, 10) AND NOT dossier.is_deleted AND NOT dossier.is_test
