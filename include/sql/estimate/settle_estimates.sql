-- Purpose:    what became of dossiers that were estimated.
-- Grain:      one estimate whose outcome was not known.
-- Reads:      core.case, core.dossier, core.case_fact.
-- Writes:     mart.late_estimate.
-- Parameters: day.
-- Rerun:      changes nothing the second time.
UPDATE mart.late_estimate
SET outcome = found.outcome
FROM (
    SELECT
        waiting.case_id,
        CASE
            WHEN fact.outcome = 'resolved_overdue' THEN 'late'
            WHEN fact.outcome IN ('resolved_early', 'resolved_on_time') THEN 'in_time'
            WHEN fact.case_id IS NULL OR fact.outcome IS NOT NULL THEN 'not_counted'
            WHEN dossier.due_at::date < %(day)s::date AND dossier.status NOT IN (5, 6) THEN 'late'
        END AS outcome
    FROM (SELECT DISTINCT open.case_id FROM mart.late_estimate AS open WHERE open.outcome IS NULL) AS waiting
    LEFT JOIN core.case_fact AS fact ON waiting.case_id = fact.case_id
    LEFT JOIN core."case" ON waiting.case_id = "case".case_id
    LEFT JOIN core.dossier
        ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
) AS found
WHERE late_estimate.case_id = found.case_id AND late_estimate.outcome IS NULL AND found.outcome IS NOT NULL
