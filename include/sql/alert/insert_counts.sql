-- Purpose:    count the open alerts of a province for its digest.
-- Grain:      one receiving unit and level of a digest.
-- Reads:      audit.alert_list, core.province_alert.
-- Writes:     audit.alert_list_count.
-- Parameters: run_on, slot.
-- Rerun:      refused, the digest has them.
INSERT INTO audit.alert_list_count (list_id, unit_id, level, open)
SELECT
    alert_list.list_id,
    alert.unit_id,
    alert.level,
    count(*)
FROM audit.alert_list
INNER JOIN core.province_alert AS alert
    ON alert_list.area_id = alert.area_id AND alert.member_in @> alert_list.run_on AND alert.ended_at IS NULL
WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s
GROUP BY alert_list.list_id, alert.unit_id, alert.level
