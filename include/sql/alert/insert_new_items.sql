-- Purpose:    list what is new, what was raised before and has to be done today, and what was escalated or is worst in
--             the digest of a province.
-- Grain:      one alert of a list.
-- Reads:      audit.alert_list, core.alert, core.province_alert, core.area, core.unit, core.procedure, mart.alert_level,
--             mart.alert_limit, mart.overdue_dossier.
-- Writes:     audit.alert_list_item.
-- Parameters: run_on, slot.
-- Rerun:      refused, the list has them.
WITH list AS (
    SELECT alert_list.*
    FROM audit.alert_list
    WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s
),

limits AS (
    SELECT
        area.area_id,
        (
            SELECT alert_limit.worst_cases
            FROM mart.alert_limit
            WHERE alert_limit.area_code IN (area.area_code, '*')
            ORDER BY alert_limit.area_code = '*'
            LIMIT 1
        ) AS worst_cases
    FROM core.area
),

ranked AS (
    SELECT
        list.list_id,
        alert.alert_id,
        row_number() OVER (
            PARTITION BY list.list_id
            ORDER BY dossier.working_days_overdue DESC, dossier.due_at, alert.source_id, alert.dossier_code
        ) AS place,
        limits.worst_cases
    FROM list
    INNER JOIN limits ON list.area_id = limits.area_id
    INNER JOIN core.province_alert AS alert
        ON list.area_id = alert.area_id AND alert.member_in @> list.run_on AND alert.ended_at IS NULL
    INNER JOIN mart.alert_level ON alert.level = alert_level.level AND alert_level.severity >= 4
    INNER JOIN mart.overdue_dossier AS dossier
        ON
            alert.source_id = dossier.source_id
            AND alert.dossier_code = dossier.dossier_code
            AND alert.level = ANY(dossier.levels)
),

item AS (
    SELECT list.list_id, alert.alert_id, 'new' AS what
    FROM list
    INNER JOIN core.alert ON list.unit_id = alert.unit_id AND list.as_of = alert.raised_at
    UNION ALL
    SELECT list.list_id, alert.alert_id, 'still_open'
    FROM list
    INNER JOIN core.alert
        ON list.unit_id = alert.unit_id AND list.as_of > alert.raised_at AND alert.ended_at IS NULL
    INNER JOIN mart.overdue_dossier AS dossier
        ON
            alert.source_id = dossier.source_id
            AND alert.dossier_code = dossier.dossier_code
            AND dossier.urgency = 'due'
    UNION ALL
    SELECT list.list_id, alert.alert_id, 'escalated'
    FROM list
    INNER JOIN core.province_alert AS alert
        ON list.area_id = alert.area_id AND alert.member_in @> list.run_on AND list.as_of = alert.escalated_at
    UNION ALL
    SELECT ranked.list_id, ranked.alert_id, 'worst'
    FROM ranked
    WHERE ranked.place <= ranked.worst_cases
)

INSERT INTO audit.alert_list_item (list_id, alert_id, what, told)
SELECT
    item.list_id,
    item.alert_id,
    item.what,
    to_jsonb(dossier) || jsonb_build_object(
        'unit_name', unit.name,
        'holding_unit_name', holder.name,
        'procedure_name', catalogue.name,
        'alert_level', alert_level.level,
        'name_vi', alert_level.name_vi,
        'action_vi', alert_level.action_vi
    )
FROM item
INNER JOIN core.alert ON item.alert_id = alert.alert_id
INNER JOIN mart.alert_level ON alert.level = alert_level.level
INNER JOIN mart.overdue_dossier AS dossier
    ON alert.source_id = dossier.source_id AND alert.dossier_code = dossier.dossier_code
INNER JOIN core.unit ON dossier.unit_id = unit.unit_id
LEFT JOIN core.unit AS holder ON dossier.holding_unit_id = holder.unit_id
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = dossier.source_id AND procedure.procedure_code = dossier.procedure_code
    ORDER BY procedure.is_deleted, procedure.valid_from DESC
    LIMIT 1
) AS catalogue ON TRUE
