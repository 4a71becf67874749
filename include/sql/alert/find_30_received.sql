-- Purpose:    what the facts tell of each open dossier that was received: who has it, its waits, its interlinked case.
-- Grain:      one open dossier that was received.
-- Reads:      open_dossier, case_dossier, case_step, case_holder, case_wait, case_clock, core.interlinked_attention,
--             core.law_value, core.working_days_between.
-- Writes:     temporary table received_dossier.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE received_dossier ON COMMIT DROP AS
WITH wait AS (
    SELECT
        case_wait.case_id,
        range_agg(tstzrange(case_wait.since, case_wait.until)) AS times,
        (count(*) FILTER (WHERE case_wait.state = 'waiting_supplement'))::integer AS supplement_rounds
    FROM case_wait
    GROUP BY case_wait.case_id
),

-- The last request for a supplement, where it was not answered.
asked AS (
    SELECT DISTINCT ON (case_wait.case_id) case_wait.case_id, case_wait.since, case_wait.until
    FROM case_wait
    WHERE case_wait.state = 'waiting_supplement'
    ORDER BY case_wait.case_id, case_wait.place DESC
)

SELECT
    dossier.*,
    life.sector_code AS life_sector_code,
    clock.due_original_at,
    clock.begins_at,
    holder.unit_id AS holder_id,
    holder.since AS held_by_it_since,
    coalesce(wait.supplement_rounds, 0) AS supplement_rounds,
    life.is_by_hour OR coalesce(dossier.due_at::date = dossier.received_on, FALSE) AS is_same_day,
    dossier.finished_at IS NOT NULL OR coalesce(last_step.status IN (9, 10), FALSE) AS is_signed,
    dossier.status IN (5, 6) AS is_waiting,
    apology.extension_count,
    apology.issued_at,
    interlinked.rule_on AS interlinked_rule_on,
    interlinked.hours_left AS interlinked_hours_left,
    -- From the later rule on the agency that is late apologises itself.
    coalesce(
        interlinked.commune_is_done AND core.law_value('interlinked_apology', interlinked.rule_on) = 'late_agency', FALSE
    ) AS is_with_other_agency,
    CASE
        WHEN dossier.status = 5 AND asked.until IS NULL
            THEN core.working_days_between(dossier.calendar_code, asked.since::date, dossier.today)
    END AS supplement_days
FROM open_dossier AS dossier
INNER JOIN case_dossier AS life ON dossier.case_id = life.case_id
INNER JOIN case_clock AS clock ON dossier.case_id = clock.case_id
INNER JOIN case_holder AS holder ON dossier.case_id = holder.case_id AND holder.is_last
LEFT JOIN case_step AS last_step ON dossier.case_id = last_step.case_id AND last_step.next_at IS NULL
LEFT JOIN wait ON dossier.case_id = wait.case_id
LEFT JOIN asked ON dossier.case_id = asked.case_id
CROSS JOIN LATERAL (
    SELECT
        count(*)::integer AS extension_count,
        max(extension.apologised_at) AS issued_at
    FROM jsonb_to_recordset(dossier.extensions) AS extension (apologised_at timestamptz)
) AS apology
LEFT JOIN LATERAL core.interlinked_attention(
    dossier.case_id,
    life.own_interlinked_group,
    dossier.calendar_code,
    dossier.received_at,
    dossier.received_on,
    coalesce(wait.times, '{}'),
    %(as_of)s
) AS interlinked ON TRUE
