-- Purpose:    tell what needs no attention any more, each dossier once however many alerts of it ended.
-- Grain:      one dossier of a list; its alert is the one of what was to be done first.
-- Reads:      audit.alert_list, core.alert, core.dossier, core.unit, core.procedure, mart.alert_level.
-- Writes:     audit.alert_list_item.
-- Parameters: run_on, slot.
-- Rerun:      refused, the list has them.
INSERT INTO audit.alert_list_item (list_id, alert_id, what, told)
SELECT
    alert_list.list_id,
    (array_agg(alert.alert_id ORDER BY alert_level.ordinal))[1],
    'resolved',
    jsonb_build_object(
        'source_id', alert.source_id,
        'dossier_code', alert.dossier_code,
        'unit_code', unit.unit_code,
        'unit_name', unit.name,
        'procedure_code', dossier.procedure_code,
        'procedure_name', catalogue.name,
        'ended_levels', jsonb_agg(alert_level.level ORDER BY alert_level.ordinal),
        'ended_names_vi', jsonb_agg(alert_level.name_vi ORDER BY alert_level.ordinal)
    )
FROM audit.alert_list
INNER JOIN core.alert
    ON
        alert_list.unit_id = alert.unit_id
        AND alert_list.as_of = alert.ended_at
        AND alert.ended_because = 'resolved'
INNER JOIN mart.alert_level ON alert.level = alert_level.level
INNER JOIN core.dossier ON alert.source_id = dossier.source_id AND alert.dossier_code = dossier.dossier_code
INNER JOIN core.unit ON dossier.receiving_unit_id = unit.unit_id
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = dossier.source_id AND procedure.procedure_code = dossier.procedure_code
    ORDER BY procedure.is_deleted, procedure.valid_from DESC
    LIMIT 1
) AS catalogue ON TRUE
WHERE alert_list.run_on = %(run_on)s AND alert_list.slot = %(slot)s
GROUP BY
    alert_list.list_id, alert.source_id, alert.dossier_code, unit.unit_code, unit.name, dossier.procedure_code,
    catalogue.name
