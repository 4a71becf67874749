-- Purpose:    whom an alert list is for, and what it says as a whole.
-- Grain:      one list.
-- Reads:      audit.alert_list, mart.unit, mart.area.
-- Writes:     nothing.
-- Parameters: list_id.
-- Rerun:      reads only.
SELECT
    alert_list.list_id,
    alert_list.kind,
    alert_list.as_of,
    alert_list.open_before,
    coalesce(unit.unit_code, area.area_code) AS code,
    coalesce(unit.name, area.name) AS name
FROM audit.alert_list
LEFT JOIN mart.unit ON alert_list.unit_id = unit.unit_id
LEFT JOIN mart.area ON alert_list.area_id = area.area_id
WHERE alert_list.list_id = %(list_id)s
