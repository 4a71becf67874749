-- Purpose:    count what a list stands among: the dossiers that need attention, each once, under the level to see to first.
-- Grain:      one unit, level and urgency of a list: of a unit its own, of a digest those of the units of the area.
-- Reads:      audit.alert_list, core.area_member, mart.overdue_dossier.
-- Writes:     audit.alert_list_count.
-- Parameters: run_on, slot.
-- Rerun:      refused, the list has them.
WITH of_list AS (
    SELECT
        alert_list.list_id,
        alert_list.unit_id
    FROM audit.alert_list
    WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s AND alert_list.unit_id IS NOT NULL
    UNION ALL
    SELECT
        alert_list.list_id,
        area_member.unit_id
    FROM audit.alert_list
    INNER JOIN core.area_member
        ON alert_list.area_id = area_member.area_id AND area_member.valid @> alert_list.run_on
    WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s
),

concerned AS (
    SELECT
        dossier.unit_id,
        dossier.level,
        dossier.urgency,
        TRUE AS is_received
    FROM mart.overdue_dossier AS dossier
    UNION ALL
    SELECT
        dossier.holding_unit_id,
        dossier.level,
        dossier.urgency,
        FALSE
    FROM mart.overdue_dossier AS dossier
    WHERE dossier.holding_unit_id <> dossier.unit_id
)

INSERT INTO audit.alert_list_count (list_id, unit_id, level, urgency, open, held)
SELECT
    of_list.list_id,
    of_list.unit_id,
    concerned.level,
    concerned.urgency,
    count(*) FILTER (WHERE concerned.is_received),
    count(*) FILTER (WHERE NOT concerned.is_received)
FROM of_list
INNER JOIN concerned ON of_list.unit_id = concerned.unit_id
GROUP BY of_list.list_id, of_list.unit_id, concerned.level, concerned.urgency
