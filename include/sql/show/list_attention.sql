-- Purpose:    the dossiers that need attention, by receiving unit, what to see to first coming first.
-- Grain:      one dossier.
-- Reads:      mart.overdue_dossier, mart.alert_level, mart.unit, mart.ranking, core.procedure,
--             mart.late_risk.
-- Writes:     nothing.
-- Parameters: publication_id (of the units that it ranks; null: of all units).
-- Rerun:      reads only.
SELECT
    dossier.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    dossier.source_id,
    dossier.dossier_code,
    dossier.procedure_code,
    listed.name AS procedure_name,
    dossier.submitted_at,
    dossier.received_at,
    dossier.due_original,
    dossier.due_at,
    dossier.level,
    alert_level.name_vi AS level_vi,
    array(
        SELECT also.name_vi
        FROM mart.alert_level AS also
        WHERE also.level = ANY(dossier.levels) AND also.level <> dossier.level
        ORDER BY also.ordinal
    ) AS also_vi,
    dossier.working_days_overdue,
    dossier.holding_unit_id,
    holder.unit_code AS holder_code,
    holder.name AS holder_name,
    dossier.holding_since,
    dossier.step,
    dossier.extension_count,
    dossier.apology_issued_at,
    dossier.apology_deadline,
    dossier.supplement_rounds,
    dossier.cause_code,
    dossier.urgency,
    dossier.act_by,
    dossier.working_minutes_left,
    dossier.working_days_left,
    dossier.accept_by,
    dossier.is_same_day,
    late_risk.risk,
    late_risk.level AS risk_level,
    late_risk.cases AS risk_cases,
    late_risk.late_cases AS risk_late_cases,
    late_risk.tenth AS risk_tenth,
    late_risk.minutes_used AS risk_minutes_used,
    late_risk.holder_name AS risk_holder_name,
    dossier.as_of
FROM mart.overdue_dossier AS dossier
INNER JOIN mart.alert_level ON dossier.level = alert_level.level
INNER JOIN mart.unit ON dossier.unit_id = unit.unit_id
LEFT JOIN mart.unit AS holder ON dossier.holding_unit_id = holder.unit_id
LEFT JOIN mart.late_risk ON dossier.case_id = late_risk.case_id AND dossier.working_days_overdue IS NULL
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = dossier.source_id AND procedure.procedure_code = dossier.procedure_code
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS listed ON TRUE
WHERE
    %(publication_id)s::bigint IS NULL
    OR dossier.unit_id IN (
        SELECT ranking.unit_id FROM mart.ranking WHERE ranking.publication_id = %(publication_id)s
    )
ORDER BY
    unit.name_sort,
    unit.unit_code,
    alert_level.ordinal,
    coalesce(dossier.due_at, dossier.accept_by) NULLS LAST,
    dossier.source_id,
    dossier.dossier_code
