-- Purpose:    the limits of attention of each unit, and whom each level of each dossier concerns.
-- Grain:      see the comment of each object.
-- Reads:      core.alert, core.area, core.area_member, core.calendar_version, core.dossier, core.unit,
--             core.working_day, mart.alert_level, mart.alert_limit, mart.overdue_dossier.
-- Writes:     views core.unit_alert_limit, core.alert_concern and core.province_alert; function core.works_on.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- A unit belongs to its province as in core.unit_calendar.
CREATE OR REPLACE VIEW core.unit_alert_limit AS
SELECT
    unit.unit_id,
    limits.*
FROM core.unit
CROSS JOIN LATERAL (
    SELECT alert_limit.*
    FROM mart.alert_limit
    WHERE
        alert_limit.area_code = '*'
        OR EXISTS (
            SELECT 1
            FROM core.area_member
            INNER JOIN core.area ON area_member.area_id = area.area_id
            WHERE
                area_member.unit_id = unit.unit_id
                AND area.kind = 'province'
                AND area.area_code = alert_limit.area_code
        )
        OR (unit.kind <> 'commune' AND alert_limit.area_code = ANY(string_to_array(unit.unit_code, '.')))
    ORDER BY alert_limit.area_code = '*', alert_limit.area_code
    LIMIT 1
) AS limits;
COMMENT ON VIEW core.unit_alert_limit IS 'The limits of attention for a unit: those of its province, else those of *.';

CREATE OR REPLACE FUNCTION core.works_on(p_calendar_code text, p_day date) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(bool_or(working_day.is_working), FALSE)
    FROM core.working_day
    WHERE
        working_day.is_in_force
        AND working_day.calendar_code = p_calendar_code
        AND working_day.day = p_day
$$;
COMMENT ON FUNCTION core.works_on IS 'Whether the day is a working day of the calendar; of none that is not installed.';

CREATE OR REPLACE VIEW core.alert_concern AS
SELECT
    dossier.source_id,
    dossier.dossier_code,
    alert_level.level,
    alert_level.severity,
    notified.unit_id,
    dossier.is_same_day,
    dossier.accept_by
FROM mart.overdue_dossier AS dossier
INNER JOIN mart.alert_level ON alert_level.level = ANY(dossier.levels)
CROSS JOIN LATERAL (
    SELECT dossier.unit_id
    UNION
    SELECT dossier.holding_unit_id
    WHERE alert_level.is_for_holder AND dossier.holding_unit_id IS NOT NULL
) AS notified (unit_id);
COMMENT ON VIEW core.alert_concern IS 'Whom each level of each dossier that needs attention concerns: the receiving unit, of some levels also the one that has it.';

CREATE OR REPLACE VIEW core.province_alert AS
SELECT
    area.area_id,
    area.area_code,
    area_member.valid AS member_in,
    coalesce(own.calendar_code, 'VN') AS calendar_code,
    alert.*
FROM core.alert
INNER JOIN core.dossier
    ON
        alert.source_id = dossier.source_id
        AND alert.dossier_code = dossier.dossier_code
        AND alert.unit_id = dossier.receiving_unit_id
INNER JOIN core.area_member ON alert.unit_id = area_member.unit_id
INNER JOIN core.area ON area_member.area_id = area.area_id AND area.kind = 'province'
LEFT JOIN (SELECT DISTINCT calendar_version.calendar_code FROM core.calendar_version) AS own
    ON area.area_code = own.calendar_code;
COMMENT ON VIEW core.province_alert IS 'Alerts told to the receiving unit, by the provinces that it is in; the alert of another agency that has the dossier is not told a second time.';
