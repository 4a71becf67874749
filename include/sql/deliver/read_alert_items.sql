-- Purpose:    the dossiers of an alert list as they were sent; what to do first comes first.
-- Grain:      one alert, and what the list says of it.
-- Reads:      audit.alert_list_item, core.alert, mart.alert_level.
-- Writes:     nothing.
-- Parameters: list_id.
-- Rerun:      reads only.
SELECT
    alert_list_item.what,
    alert_list_item.told,
    alert.source_id,
    alert.dossier_code,
    alert.level,
    alert.raised_at,
    alert.ended_because,
    alert_level.name_vi AS level_vi,
    alert_level.action_vi
FROM audit.alert_list_item
INNER JOIN core.alert ON alert_list_item.alert_id = alert.alert_id
INNER JOIN mart.alert_level ON alert.level = alert_level.level
WHERE alert_list_item.list_id = %(list_id)s
ORDER BY
    alert_level.ordinal, (alert_list_item.told ->> 'due_at')::timestamptz NULLS FIRST, alert.source_id,
    alert.dossier_code, alert_list_item.what
