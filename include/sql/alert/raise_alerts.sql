-- Purpose:    raise the alerts of this slot that are not open: in the morning all of them; later in the day what
--             happens within hours, and steps further on the way of a dossier that was reported before.
-- Grain:      one alert: a dossier, a level, a unit.
-- Reads:      core.alert_concern, core.alert, core.unit_calendar, core.works_on, mart.alert_level.
-- Writes:     core.alert.
-- Parameters: as_of, run_on, is_morning.
-- Rerun:      raises nothing the second time: it is open.
INSERT INTO core.alert (source_id, dossier_code, level, unit_id, raised_at)
SELECT
    concern.source_id,
    concern.dossier_code,
    concern.level,
    concern.unit_id,
    %(as_of)s
FROM core.alert_concern AS concern
INNER JOIN core.unit_calendar ON concern.unit_id = unit_calendar.unit_id
WHERE
    core.works_on(unit_calendar.calendar_code, %(run_on)s)
    AND (
        %(is_morning)s
        OR concern.is_same_day
        OR (concern.level = 'not_yet_accepted' AND concern.accept_by <= %(as_of)s)
        OR EXISTS (
            SELECT 1
            FROM core.alert
            INNER JOIN mart.alert_level ON alert.level = alert_level.level
            WHERE
                alert.source_id = concern.source_id
                AND alert.dossier_code = concern.dossier_code
                AND alert.unit_id = concern.unit_id
                AND alert.ended_at IS NULL
                AND alert_level.severity < concern.severity
        )
    )
ORDER BY concern.source_id, concern.dossier_code, concern.level, concern.unit_id
ON CONFLICT (source_id, dossier_code, level, unit_id) WHERE ended_at IS NULL DO NOTHING
