-- Purpose:    what was handed in online and received by nobody, and must be accepted today or should have been before.
-- Grain:      one open dossier that was not received.
-- Reads:      open_dossier, core.procedure, core.law_rule, core.due_after.
-- Writes:     temporary table found_dossier.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO found_dossier (
    source_id, dossier_code, case_id, unit_id, unit_code, holding_unit_id, holding_since, step, procedure_code, sector_code,
    submitted_at, accept_by, held_levels, is_same_day, extension_count, supplement_rounds, cause_code,
    calendar_code
)
SELECT
    dossier.source_id,
    dossier.dossier_code,
    dossier.case_id,
    dossier.receiving_unit_id,
    dossier.unit_code,
    dossier.holding_unit_id,
    dossier.holding_since,
    dossier.step,
    dossier.procedure_code,
    coalesce(catalogue.sector_code, dossier.sector_code, '?'),
    dossier.submitted_at,
    acceptance.ends_at,
    ARRAY['not_yet_accepted'],
    coalesce(catalogue.limit_unit = 'hour', FALSE),
    0,
    0,
    dossier.delay_cause,
    dossier.calendar_code
FROM open_dossier AS dossier
LEFT JOIN LATERAL (
    SELECT procedure.sector_code, procedure.limit_unit
    FROM core.procedure
    WHERE
        procedure.source_id = dossier.source_id
        AND procedure.procedure_code = dossier.procedure_code
        AND procedure.valid_from <= dossier.today
        AND NOT procedure.is_deleted
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS catalogue ON TRUE
-- What is not received yet keeps the law of the day on which it was handed in.
CROSS JOIN LATERAL (
    SELECT max(law_rule.value) AS acceptance_clock
    FROM core.law_rule
    WHERE law_rule.rule_code = 'acceptance_clock' AND law_rule.valid @> dossier.submitted_at::date
) AS law
CROSS JOIN LATERAL (
    SELECT
        core.due_after(
            dossier.calendar_code,
            CASE
                WHEN law.acceptance_clock = 'acknowledged' THEN greatest(dossier.submitted_at, dossier.acknowledged_at)
                ELSE dossier.submitted_at
            END,
            dossier.acceptance_working_hours,
            'hour'
        ) AS ends_at
) AS acceptance
WHERE
    dossier.received_on IS NULL
    AND dossier.status = 1
    AND dossier.channel = 2
    AND dossier.submitted_at IS NOT NULL
    AND acceptance.ends_at::date <= dossier.today
