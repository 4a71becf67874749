-- Purpose:    the dossiers that need attention among which a list stands, by unit and the level to see to first.
-- Grain:      one unit and level.
-- Reads:      audit.alert_list_count, mart.unit, mart.alert_level.
-- Writes:     nothing.
-- Parameters: list_id.
-- Rerun:      reads only.
SELECT
    unit.unit_code,
    unit.name AS unit_name,
    alert_list_count.level,
    alert_level.ordinal,
    alert_level.name_vi AS level_vi,
    sum(alert_list_count.open)::integer AS open,
    sum(alert_list_count.held)::integer AS held,
    coalesce(sum(alert_list_count.open) FILTER (WHERE alert_list_count.urgency = 'due'), 0)::integer AS due,
    coalesce(sum(alert_list_count.open) FILTER (WHERE alert_list_count.urgency = 'apologise'), 0)::integer AS apologise,
    coalesce(sum(alert_list_count.open) FILTER (WHERE alert_list_count.urgency = 'overdue'), 0)::integer AS overdue,
    coalesce(sum(alert_list_count.held) FILTER (WHERE alert_list_count.urgency = 'due'), 0)::integer AS held_due
FROM audit.alert_list_count
INNER JOIN mart.unit ON alert_list_count.unit_id = unit.unit_id
INNER JOIN mart.alert_level ON alert_list_count.level = alert_level.level
WHERE alert_list_count.list_id = %(list_id)s
GROUP BY
    unit.unit_code, unit.name, unit.name_sort, alert_list_count.level, alert_level.ordinal, alert_level.name_vi
ORDER BY unit.name_sort, unit.unit_code, alert_level.ordinal
