-- Purpose:    end the open alerts whose level a dossier has no longer, and say why.
-- Grain:      one alert.
-- Reads:      core.alert_concern, core.dossier, core.unit_calendar, core.works_on.
-- Writes:     core.alert.
-- Parameters: as_of, run_on.
-- Rerun:      ends nothing the second time.
-- It is passed on to a level that is reported by now; if the level is reported only in the morning, the alert stays until then.
UPDATE core.alert SET ended_at = %(as_of)s, ended_because = ending.because
FROM (
    SELECT
        alert.alert_id,
        CASE
            WHEN bool_or(other.alert_id IS NOT NULL) THEN 'passed_on'
            WHEN bool_or(concern.level IS NOT NULL) THEN NULL
            WHEN bool_or(dossier.status IN (5, 6)) THEN 'waiting'
            ELSE 'resolved'
        END AS because
    FROM core.alert
    INNER JOIN core.unit_calendar ON alert.unit_id = unit_calendar.unit_id
    LEFT JOIN core.dossier ON alert.source_id = dossier.source_id AND alert.dossier_code = dossier.dossier_code
    LEFT JOIN core.alert_concern AS concern
        ON
            alert.source_id = concern.source_id
            AND alert.dossier_code = concern.dossier_code
            AND alert.unit_id = concern.unit_id
    LEFT JOIN core.alert AS other
        ON
            concern.source_id = other.source_id
            AND concern.dossier_code = other.dossier_code
            AND concern.unit_id = other.unit_id
            AND concern.level = other.level
            AND other.ended_at IS NULL
    WHERE alert.ended_at IS NULL AND core.works_on(unit_calendar.calendar_code, %(run_on)s)
    GROUP BY alert.alert_id
    HAVING bool_and(concern.level IS DISTINCT FROM alert.level)
) AS ending
WHERE alert.alert_id = ending.alert_id AND ending.because IS NOT NULL
