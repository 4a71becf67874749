-- Purpose:    escalate alerts that were sent to the receiving unit so many working days ago and are still open.
-- Grain:      one alert.
-- Reads:      core.province_alert, core.unit_alert_limit, core.works_on, core.working_days_between, mart.alert_level.
-- Writes:     core.alert.
-- Parameters: as_of, run_on.
-- Rerun:      escalates nothing the second time.
-- What was escalated as overdue is not escalated again when it passes on to overdue for long.
UPDATE core.alert SET escalated_at = %(as_of)s
FROM core.province_alert AS open_alert
INNER JOIN mart.alert_level ON open_alert.level = alert_level.level
INNER JOIN core.unit_alert_limit ON open_alert.unit_id = unit_alert_limit.unit_id
WHERE
    alert.alert_id = open_alert.alert_id
    AND open_alert.ended_at IS NULL
    AND open_alert.escalated_at IS NULL
    AND open_alert.member_in @> %(run_on)s::date
    AND (alert_level.severity >= 4 OR alert_level.level IN ('held_elsewhere', 'not_yet_accepted'))
    AND core.works_on(open_alert.calendar_code, %(run_on)s)
    AND core.working_days_between(open_alert.calendar_code, open_alert.raised_at::date, %(run_on)s)
    >= unit_alert_limit.escalate_after_working_days
    AND NOT EXISTS (
        SELECT 1
        FROM core.alert AS former
        INNER JOIN mart.alert_level AS former_level ON former.level = former_level.level
        WHERE
            -- The linter does not see the FROM of an UPDATE from in here.
            -- noqa: disable=RF01
            former.source_id = open_alert.source_id
            AND former.dossier_code = open_alert.dossier_code
            AND former.unit_id = open_alert.unit_id
            AND former.ended_at = open_alert.raised_at
            -- noqa: enable=RF01
            AND former.escalated_at IS NOT NULL
            AND former_level.severity >= 4
            AND alert_level.severity >= 4
    )
