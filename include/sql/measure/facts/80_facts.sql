-- Purpose:    what the touched cases, and records that count on their own, are counted by as the facts are now.
-- Grain:      one case or record, as a row of core.case_fact without what the writer adds (publish_seq, build).
-- Reads:      case_dossier, case_end, case_holder, case_clock, case_portal, case_interlinked, fresh_moment,
--             fresh_stretch; types core.case_moment, core.case_stretch.
-- Writes:     temporary table fresh_fact.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE fresh_fact ON COMMIT DROP AS
WITH summed AS (
    SELECT case_id, measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id, sum(n)::bigint AS n
    FROM fresh_moment
    GROUP BY case_id, measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id
),

moment AS (
    SELECT
        summed.case_id,
        array_agg(
            ROW(
                summed.measure, summed.day, summed.receiving_unit_id, summed.responsible_unit_id, summed.holding_unit_id,
                summed.n
            )::core.case_moment
            ORDER BY
                summed.day, summed.measure, summed.receiving_unit_id, summed.responsible_unit_id, summed.holding_unit_id
        ) AS moments
    FROM summed
    GROUP BY summed.case_id
),

stretch AS (
    SELECT
        fresh_stretch.case_id,
        array_agg(
            ROW(
                fresh_stretch.state, fresh_stretch.first_day, fresh_stretch.next_day, fresh_stretch.receiving_unit_id,
                fresh_stretch.responsible_unit_id, fresh_stretch.holding_unit_id
            )::core.case_stretch
            ORDER BY
                fresh_stretch.state, fresh_stretch.first_day, fresh_stretch.receiving_unit_id,
                fresh_stretch.responsible_unit_id, fresh_stretch.holding_unit_id, fresh_stretch.next_day
        ) AS stretches
    FROM fresh_stretch
    GROUP BY fresh_stretch.case_id
)

SELECT
    dossier.case_id,
    dossier.receiving_unit_id,
    dossier.responsible_unit_id,
    holder.unit_id AS last_holder_id,
    dossier.received_on,
    case_end.ended_on,
    dossier.channel,
    nullif(greatest(dossier.component_count, 0), 0)::integer AS component_count,
    nullif(greatest(dossier.digitized_count, 0), 0)::integer AS digitized_count,
    portal.supplement_count::smallint AS supplement_count,
    nullif(greatest(clock.processing_minutes, 0), 0)::integer AS processing_minutes,
    CASE
        WHEN case_end.step_told_at - case_end.step_at >= interval '1 minute'
            THEN floor(extract(EPOCH FROM case_end.step_told_at - case_end.step_at) / 60)::integer
    END AS status_lag_minutes,
    clock.due_original_at IS NOT NULL AS has_due_date,
    clock.is_accepted_late,
    dossier.is_digitized,
    dossier.is_reused,
    dossier.is_from_national_store,
    dossier.is_population_linked,
    dossier.is_payable,
    dossier.is_payable AND dossier.online_payment_code IN (1, 2) AS is_paid_online,
    case_end.ending = 'resolved' AS is_resolved,
    CASE
        WHEN case_end.ending <> 'resolved' THEN NULL
        WHEN dossier.is_by_hour
            THEN date_trunc('minute', case_end.ended_at) <= date_trunc('minute', clock.due_original_at)
        ELSE case_end.ended_on <= clock.due_original_at::date
    END AS is_within_original,
    clock.is_within_limit,
    portal.is_timely_at_end AS is_timely_at_portal,
    dossier.delay_cause = 'other_agency' AS is_delayed_by_other,
    interlinked.is_late AS is_interlinked_late,
    interlinked.is_stopped AS is_interlinked_stopped,
    dossier.has_result,
    dossier.has_electronic_result,
    dossier.has_result_file,
    dossier.has_e_certified_copy,
    case_end.step_at IS NOT NULL AS has_ending_event,
    case_end.outcome,
    dossier.interlinked_group,
    interlinked.group_code AS counted_group,
    dossier.sector_code,
    dossier.procedure_code,
    coalesce(moment.moments, '{}') AS moments,
    coalesce(stretch.stretches, '{}') AS stretches
FROM case_dossier AS dossier
INNER JOIN case_holder AS holder ON dossier.case_id = holder.case_id AND holder.is_last
INNER JOIN case_clock AS clock ON dossier.case_id = clock.case_id
INNER JOIN case_portal AS portal ON dossier.case_id = portal.case_id
LEFT JOIN case_end ON dossier.case_id = case_end.case_id
LEFT JOIN case_interlinked AS interlinked ON dossier.case_id = interlinked.case_id
LEFT JOIN moment ON dossier.case_id = moment.case_id
LEFT JOIN stretch ON dossier.case_id = stretch.case_id
