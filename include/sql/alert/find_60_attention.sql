-- Purpose:    which open dossiers need attention at the moment: what they have become since is not taken back.
-- Grain:      one open dossier with a level of attention, as a row of mart.overdue_dossier.
-- Reads:      found_dossier, core.unit, mart.alert_level.
-- Writes:     temporary table attention.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE attention ON COMMIT DROP AS
SELECT
    found.source_id,
    found.dossier_code,
    found.case_id,
    found.unit_id,
    found.unit_code,
    found.holding_unit_id,
    holder.unit_code AS holding_unit_code,
    found.holding_since,
    found.step,
    found.procedure_code,
    found.sector_code,
    found.submitted_at,
    found.received_at,
    found.accept_by,
    found.due_original,
    found.due_at,
    held.levels[1] AS level,
    held.levels,
    found.is_same_day,
    found.working_days_left,
    found.working_days_overdue,
    found.share_of_time_used,
    found.extension_count,
    found.apology_issued_at,
    found.apology_deadline,
    found.supplement_rounds,
    found.cause_code,
    %(as_of)s::timestamptz AS as_of
FROM found_dossier AS found
LEFT JOIN core.unit AS holder ON found.holding_unit_id = holder.unit_id
CROSS JOIN LATERAL (
    SELECT array_agg(alert_level.level ORDER BY alert_level.ordinal) AS levels
    FROM mart.alert_level
    WHERE alert_level.level = ANY(found.held_levels)
) AS held
WHERE held.levels IS NOT NULL
