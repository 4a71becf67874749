-- Purpose:    the counts by day of all facts, when everything is counted again.
-- Grain:      one day, set of units in their roles (0: the role has no part in it), sector and procedure.
-- Reads:      core.case_fact, audit.measure_state.
-- Writes:     temporary table fresh_count.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
-- Generated from include/catalogue/measures.yaml by `make sql`.
-- A table that is created from a query may be filled by several processes of the server, one that exists may not.
CREATE TEMPORARY TABLE fresh_count ON COMMIT DROP AS
-- On the day of reception, for who received it.
WITH reception AS (
    SELECT
        fact.received_on AS day,
        fact.receiving_unit_id,
        fact.responsible_unit_id,
        fact.receiving_unit_id AS holding_unit_id,
        fact.sector_code,
        fact.procedure_code,
        count(*) FILTER (
            WHERE coalesce(fact.channel, 1) = 1
        ) AS received_in_person,
        count(*) FILTER (
            WHERE fact.channel = 2
        ) AS received_online,
        count(*) FILTER (
            WHERE fact.channel = 3
        ) AS received_postal,
        count(*) FILTER (
            WHERE fact.is_accepted_late
        ) AS accepted_late,
        count(*) FILTER (
            WHERE NOT fact.has_due_date
        ) AS received_no_due_date,
        count(*) FILTER (
            WHERE fact.is_digitized
        ) AS received_digitized,
        count(*) FILTER (
            WHERE fact.is_reused
        ) AS received_reused,
        count(*) FILTER (
            WHERE fact.is_from_national_store
        ) AS received_national_store,
        count(*) FILTER (
            WHERE fact.is_population_linked
        ) AS received_population_linked,
        sum(fact.component_count) AS components,
        sum(fact.digitized_count) AS components_digitized,
        count(*) FILTER (
            WHERE fact.is_payable
        ) AS payable,
        count(*) FILTER (
            WHERE fact.is_paid_online
        ) AS paid_online,
        count(*) FILTER (
            WHERE fact.interlinked_group = 'birth'
        ) AS received_birth,
        count(*) FILTER (
            WHERE fact.interlinked_group = 'death'
        ) AS received_death,
        count(*) FILTER (
            WHERE fact.counted_group = 'birth'
        ) AS interlinked_birth_received,
        count(*) FILTER (
            WHERE fact.counted_group = 'death'
        ) AS interlinked_death_received
    FROM (
        SELECT * FROM core.case_fact
        WHERE case_fact.build = (SELECT measure_state.build FROM audit.measure_state)
    ) AS fact
    WHERE fact.received_on IS NOT NULL
    GROUP BY
        fact.received_on, fact.receiving_unit_id, fact.responsible_unit_id, fact.sector_code, fact.procedure_code
),

-- On the day of the end, for who has it then.
ending AS (
    SELECT
        fact.ended_on AS day,
        fact.receiving_unit_id,
        fact.responsible_unit_id,
        fact.last_holder_id AS holding_unit_id,
        fact.sector_code,
        fact.procedure_code,
        count(*) FILTER (
            WHERE fact.outcome = 'resolved_early'
        ) AS resolved_early,
        count(*) FILTER (
            WHERE fact.outcome = 'resolved_on_time'
        ) AS resolved_on_time,
        count(*) FILTER (
            WHERE fact.outcome = 'resolved_overdue'
        ) AS resolved_overdue,
        count(*) FILTER (
            WHERE fact.outcome = 'resolved_no_due_date'
        ) AS resolved_no_due_date,
        count(*) FILTER (
            WHERE fact.is_within_original
        ) AS resolved_within_original,
        count(*) FILTER (
            WHERE NOT fact.is_within_original
        ) AS resolved_beyond_original,
        count(*) FILTER (
            WHERE fact.is_within_limit
        ) AS no_due_within_limit,
        count(*) FILTER (
            WHERE NOT fact.is_within_limit
        ) AS no_due_beyond_limit,
        count(*) FILTER (
            WHERE fact.is_resolved AND fact.has_result
        ) AS resolved_yields_result,
        count(*) FILTER (
            WHERE fact.is_resolved AND fact.has_result AND fact.has_electronic_result
        ) AS resolved_e_result,
        count(*) FILTER (
            WHERE fact.is_resolved AND fact.is_digitized AND fact.has_result_file
        ) AS resolved_digitized,
        count(*) FILTER (
            WHERE fact.is_resolved AND fact.supplement_count >= 2
        ) AS resolved_second_supplement,
        count(*) FILTER (
            WHERE fact.outcome = 'resolved_overdue' AND fact.is_delayed_by_other
        ) AS resolved_overdue_other_agency,
        count(*) FILTER (
            WHERE fact.is_resolved AND fact.has_e_certified_copy
        ) AS e_certified_copies,
        sum(fact.processing_minutes) AS processing_minutes,
        count(*) FILTER (
            WHERE fact.has_ending_event
        ) AS status_lag_count,
        sum(fact.status_lag_minutes) AS status_lag_minutes,
        count(*) FILTER (
            WHERE fact.is_timely_at_portal
        ) AS portal_ended_timely,
        count(*) FILTER (
            WHERE fact.outcome = 'refused'
        ) AS refused,
        count(*) FILTER (
            WHERE fact.outcome = 'withdrawn'
        ) AS withdrawn,
        count(*) FILTER (
            WHERE fact.outcome = 'stopped'
        ) AS stopped,
        count(*) FILTER (
            WHERE fact.counted_group = 'birth' AND fact.is_resolved
        ) AS interlinked_birth_completed,
        count(*) FILTER (
            WHERE fact.counted_group = 'birth' AND fact.is_resolved AND fact.is_interlinked_late
        ) AS interlinked_birth_late,
        count(*) FILTER (
            WHERE fact.counted_group = 'death' AND fact.is_resolved
        ) AS interlinked_death_completed,
        count(*) FILTER (
            WHERE fact.counted_group = 'death' AND fact.is_resolved AND fact.is_interlinked_late
        ) AS interlinked_death_late,
        count(*) FILTER (
            WHERE fact.counted_group IS NOT NULL AND fact.outcome = 'refused' AND NOT fact.is_interlinked_stopped
        ) AS interlinked_refused,
        count(*) FILTER (
            WHERE fact.counted_group IS NOT NULL AND fact.outcome IN ('stopped', 'refused') AND fact.is_interlinked_stopped
        ) AS interlinked_stopped
    FROM (
        SELECT * FROM core.case_fact
        WHERE case_fact.build = (SELECT measure_state.build FROM audit.measure_state)
    ) AS fact
    WHERE fact.ended_on IS NOT NULL
    GROUP BY
        fact.ended_on, fact.receiving_unit_id, fact.responsible_unit_id, fact.last_holder_id, fact.sector_code,
        fact.procedure_code
),

-- What has a day and units of its own.
moment AS (
    SELECT
        told.day,
        coalesce(told.receiving_unit_id, 0) AS receiving_unit_id,
        coalesce(told.responsible_unit_id, 0) AS responsible_unit_id,
        coalesce(told.holding_unit_id, 0) AS holding_unit_id,
        fact.sector_code,
        fact.procedure_code,
        told.measure,
        sum(told.n)::bigint AS n
    FROM (
        SELECT * FROM core.case_fact
        WHERE case_fact.build = (SELECT measure_state.build FROM audit.measure_state)
    ) AS fact
    CROSS JOIN LATERAL unnest(fact.moments) AS told
    GROUP BY
        told.day, told.receiving_unit_id, told.responsible_unit_id, told.holding_unit_id, fact.sector_code,
        fact.procedure_code, told.measure
),

moments AS (
    SELECT
        moment.day,
        moment.receiving_unit_id,
        moment.responsible_unit_id,
        moment.holding_unit_id,
        moment.sector_code,
        moment.procedure_code,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_birth_received'
        ) AS interlinked_birth_received,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_death_received'
        ) AS interlinked_death_received,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_birth_completed'
        ) AS interlinked_birth_completed,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_birth_late'
        ) AS interlinked_birth_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_death_completed'
        ) AS interlinked_death_completed,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_death_late'
        ) AS interlinked_death_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_refused'
        ) AS interlinked_refused,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_stopped'
        ) AS interlinked_stopped,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'reopened'
        ) AS reopened,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'transferred_in'
        ) AS transferred_in,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'transferred_out'
        ) AS transferred_out,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'supplement_requested'
        ) AS supplement_requested,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'second_supplement'
        ) AS second_supplement,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'extension_in_time'
        ) AS extension_in_time,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'extension_late'
        ) AS extension_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'apology_missing'
        ) AS apology_missing,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'paid_count'
        ) AS paid_count,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'paid_vnd'
        ) AS paid_vnd,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'refund_count'
        ) AS refund_count,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'refund_vnd'
        ) AS refund_vnd,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'feedback_received'
        ) AS feedback_received,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'feedback_answered_in_time'
        ) AS feedback_answered_in_time,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'feedback_answered_late'
        ) AS feedback_answered_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'feedback_rated'
        ) AS feedback_rated,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'feedback_satisfied'
        ) AS feedback_satisfied,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'survey_answers'
        ) AS survey_answers,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'survey_satisfied'
        ) AS survey_satisfied,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_reopened'
        ) AS interlinked_reopened,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_commune_done'
        ) AS interlinked_commune_done,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_commune_late'
        ) AS interlinked_commune_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_police_done'
        ) AS interlinked_police_done,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_police_late'
        ) AS interlinked_police_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_insurance_done'
        ) AS interlinked_insurance_done,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_insurance_late'
        ) AS interlinked_insurance_late,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_other_done'
        ) AS interlinked_other_done,
        sum(moment.n) FILTER (
            WHERE moment.measure = 'interlinked_other_late'
        ) AS interlinked_other_late
    FROM moment
    WHERE moment.n <> 0
    GROUP BY
        moment.day, moment.receiving_unit_id, moment.responsible_unit_id, moment.holding_unit_id, moment.sector_code,
        moment.procedure_code
),

-- A case enters a stock with the first day of a stretch, and leaves it with the day after its last.
edge AS (
    SELECT
        CASE WHEN side.enters THEN stretch.first_day ELSE stretch.next_day END AS day,
        coalesce(stretch.receiving_unit_id, 0) AS receiving_unit_id,
        coalesce(stretch.responsible_unit_id, 0) AS responsible_unit_id,
        coalesce(stretch.holding_unit_id, 0) AS holding_unit_id,
        fact.sector_code,
        fact.procedure_code,
        stretch.state,
        side.enters,
        count(*) AS n
    FROM (
        SELECT * FROM core.case_fact
        WHERE case_fact.build = (SELECT measure_state.build FROM audit.measure_state)
    ) AS fact
    CROSS JOIN LATERAL unnest(fact.stretches) AS stretch
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS side (enters)
    GROUP BY
        CASE WHEN side.enters THEN stretch.first_day ELSE stretch.next_day END,
        stretch.receiving_unit_id, stretch.responsible_unit_id, stretch.holding_unit_id, fact.sector_code,
        fact.procedure_code, stretch.state, side.enters
),

edges AS (
    SELECT
        edge.day,
        edge.receiving_unit_id,
        edge.responsible_unit_id,
        edge.holding_unit_id,
        edge.sector_code,
        edge.procedure_code,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'within'
        ) AS within_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'within'
        ) AS within_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'overdue'
        ) AS overdue_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'overdue'
        ) AS overdue_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'no_due_date'
        ) AS no_due_date_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'no_due_date'
        ) AS no_due_date_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'waiting_supplement'
        ) AS waiting_supplement_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'waiting_supplement'
        ) AS waiting_supplement_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'waiting_payment'
        ) AS waiting_payment_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'waiting_payment'
        ) AS waiting_payment_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'overdue_elsewhere'
        ) AS overdue_elsewhere_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'overdue_elsewhere'
        ) AS overdue_elsewhere_leave,
        sum(edge.n) FILTER (
            WHERE edge.enters AND edge.state = 'portal_timely'
        ) AS portal_timely_enter,
        sum(edge.n) FILTER (
            WHERE NOT edge.enters AND edge.state = 'portal_timely'
        ) AS portal_timely_leave
    FROM edge
    WHERE edge.n <> 0 AND edge.day IS NOT NULL
    GROUP BY
        edge.day, edge.receiving_unit_id, edge.responsible_unit_id, edge.holding_unit_id, edge.sector_code,
        edge.procedure_code
),

part AS (
    SELECT
        reception.day,
        reception.receiving_unit_id,
        reception.responsible_unit_id,
        reception.holding_unit_id,
        reception.sector_code,
        reception.procedure_code,
        reception.received_in_person::integer AS received_in_person,
        reception.received_online::integer AS received_online,
        reception.received_postal::integer AS received_postal,
        reception.accepted_late::integer AS accepted_late,
        reception.received_no_due_date::integer AS received_no_due_date,
        reception.received_digitized::integer AS received_digitized,
        reception.received_reused::integer AS received_reused,
        reception.received_national_store::integer AS received_national_store,
        reception.received_population_linked::integer AS received_population_linked,
        reception.components::integer AS components,
        reception.components_digitized::integer AS components_digitized,
        reception.payable::integer AS payable,
        reception.paid_online::integer AS paid_online,
        reception.received_birth::integer AS received_birth,
        reception.received_death::integer AS received_death,
        reception.interlinked_birth_received::integer AS interlinked_birth_received,
        reception.interlinked_death_received::integer AS interlinked_death_received,
        NULL::integer AS resolved_early,
        NULL::integer AS resolved_on_time,
        NULL::integer AS resolved_overdue,
        NULL::integer AS resolved_no_due_date,
        NULL::integer AS resolved_within_original,
        NULL::integer AS resolved_beyond_original,
        NULL::integer AS no_due_within_limit,
        NULL::integer AS no_due_beyond_limit,
        NULL::integer AS resolved_yields_result,
        NULL::integer AS resolved_e_result,
        NULL::integer AS resolved_digitized,
        NULL::integer AS resolved_second_supplement,
        NULL::integer AS resolved_overdue_other_agency,
        NULL::integer AS e_certified_copies,
        NULL::bigint AS processing_minutes,
        NULL::integer AS status_lag_count,
        NULL::bigint AS status_lag_minutes,
        NULL::integer AS portal_ended_timely,
        NULL::integer AS refused,
        NULL::integer AS withdrawn,
        NULL::integer AS stopped,
        NULL::integer AS interlinked_birth_completed,
        NULL::integer AS interlinked_birth_late,
        NULL::integer AS interlinked_death_completed,
        NULL::integer AS interlinked_death_late,
        NULL::integer AS interlinked_refused,
        NULL::integer AS interlinked_stopped,
        NULL::integer AS reopened,
        NULL::integer AS transferred_in,
        NULL::integer AS transferred_out,
        NULL::integer AS supplement_requested,
        NULL::integer AS second_supplement,
        NULL::integer AS extension_in_time,
        NULL::integer AS extension_late,
        NULL::integer AS apology_missing,
        NULL::integer AS paid_count,
        NULL::bigint AS paid_vnd,
        NULL::integer AS refund_count,
        NULL::bigint AS refund_vnd,
        NULL::integer AS feedback_received,
        NULL::integer AS feedback_answered_in_time,
        NULL::integer AS feedback_answered_late,
        NULL::integer AS feedback_rated,
        NULL::integer AS feedback_satisfied,
        NULL::integer AS survey_answers,
        NULL::integer AS survey_satisfied,
        NULL::integer AS interlinked_reopened,
        NULL::integer AS interlinked_commune_done,
        NULL::integer AS interlinked_commune_late,
        NULL::integer AS interlinked_police_done,
        NULL::integer AS interlinked_police_late,
        NULL::integer AS interlinked_insurance_done,
        NULL::integer AS interlinked_insurance_late,
        NULL::integer AS interlinked_other_done,
        NULL::integer AS interlinked_other_late,
        NULL::integer AS within_enter,
        NULL::integer AS within_leave,
        NULL::integer AS overdue_enter,
        NULL::integer AS overdue_leave,
        NULL::integer AS no_due_date_enter,
        NULL::integer AS no_due_date_leave,
        NULL::integer AS waiting_supplement_enter,
        NULL::integer AS waiting_supplement_leave,
        NULL::integer AS waiting_payment_enter,
        NULL::integer AS waiting_payment_leave,
        NULL::integer AS overdue_elsewhere_enter,
        NULL::integer AS overdue_elsewhere_leave,
        NULL::integer AS portal_timely_enter,
        NULL::integer AS portal_timely_leave
    FROM reception
    UNION ALL
    SELECT
        ending.day,
        ending.receiving_unit_id,
        ending.responsible_unit_id,
        ending.holding_unit_id,
        ending.sector_code,
        ending.procedure_code,
        NULL::integer AS received_in_person,
        NULL::integer AS received_online,
        NULL::integer AS received_postal,
        NULL::integer AS accepted_late,
        NULL::integer AS received_no_due_date,
        NULL::integer AS received_digitized,
        NULL::integer AS received_reused,
        NULL::integer AS received_national_store,
        NULL::integer AS received_population_linked,
        NULL::integer AS components,
        NULL::integer AS components_digitized,
        NULL::integer AS payable,
        NULL::integer AS paid_online,
        NULL::integer AS received_birth,
        NULL::integer AS received_death,
        NULL::integer AS interlinked_birth_received,
        NULL::integer AS interlinked_death_received,
        ending.resolved_early::integer AS resolved_early,
        ending.resolved_on_time::integer AS resolved_on_time,
        ending.resolved_overdue::integer AS resolved_overdue,
        ending.resolved_no_due_date::integer AS resolved_no_due_date,
        ending.resolved_within_original::integer AS resolved_within_original,
        ending.resolved_beyond_original::integer AS resolved_beyond_original,
        ending.no_due_within_limit::integer AS no_due_within_limit,
        ending.no_due_beyond_limit::integer AS no_due_beyond_limit,
        ending.resolved_yields_result::integer AS resolved_yields_result,
        ending.resolved_e_result::integer AS resolved_e_result,
        ending.resolved_digitized::integer AS resolved_digitized,
        ending.resolved_second_supplement::integer AS resolved_second_supplement,
        ending.resolved_overdue_other_agency::integer AS resolved_overdue_other_agency,
        ending.e_certified_copies::integer AS e_certified_copies,
        ending.processing_minutes::bigint AS processing_minutes,
        ending.status_lag_count::integer AS status_lag_count,
        ending.status_lag_minutes::bigint AS status_lag_minutes,
        ending.portal_ended_timely::integer AS portal_ended_timely,
        ending.refused::integer AS refused,
        ending.withdrawn::integer AS withdrawn,
        ending.stopped::integer AS stopped,
        ending.interlinked_birth_completed::integer AS interlinked_birth_completed,
        ending.interlinked_birth_late::integer AS interlinked_birth_late,
        ending.interlinked_death_completed::integer AS interlinked_death_completed,
        ending.interlinked_death_late::integer AS interlinked_death_late,
        ending.interlinked_refused::integer AS interlinked_refused,
        ending.interlinked_stopped::integer AS interlinked_stopped,
        NULL::integer AS reopened,
        NULL::integer AS transferred_in,
        NULL::integer AS transferred_out,
        NULL::integer AS supplement_requested,
        NULL::integer AS second_supplement,
        NULL::integer AS extension_in_time,
        NULL::integer AS extension_late,
        NULL::integer AS apology_missing,
        NULL::integer AS paid_count,
        NULL::bigint AS paid_vnd,
        NULL::integer AS refund_count,
        NULL::bigint AS refund_vnd,
        NULL::integer AS feedback_received,
        NULL::integer AS feedback_answered_in_time,
        NULL::integer AS feedback_answered_late,
        NULL::integer AS feedback_rated,
        NULL::integer AS feedback_satisfied,
        NULL::integer AS survey_answers,
        NULL::integer AS survey_satisfied,
        NULL::integer AS interlinked_reopened,
        NULL::integer AS interlinked_commune_done,
        NULL::integer AS interlinked_commune_late,
        NULL::integer AS interlinked_police_done,
        NULL::integer AS interlinked_police_late,
        NULL::integer AS interlinked_insurance_done,
        NULL::integer AS interlinked_insurance_late,
        NULL::integer AS interlinked_other_done,
        NULL::integer AS interlinked_other_late,
        NULL::integer AS within_enter,
        NULL::integer AS within_leave,
        NULL::integer AS overdue_enter,
        NULL::integer AS overdue_leave,
        NULL::integer AS no_due_date_enter,
        NULL::integer AS no_due_date_leave,
        NULL::integer AS waiting_supplement_enter,
        NULL::integer AS waiting_supplement_leave,
        NULL::integer AS waiting_payment_enter,
        NULL::integer AS waiting_payment_leave,
        NULL::integer AS overdue_elsewhere_enter,
        NULL::integer AS overdue_elsewhere_leave,
        NULL::integer AS portal_timely_enter,
        NULL::integer AS portal_timely_leave
    FROM ending
    UNION ALL
    SELECT
        moments.day,
        moments.receiving_unit_id,
        moments.responsible_unit_id,
        moments.holding_unit_id,
        moments.sector_code,
        moments.procedure_code,
        NULL::integer AS received_in_person,
        NULL::integer AS received_online,
        NULL::integer AS received_postal,
        NULL::integer AS accepted_late,
        NULL::integer AS received_no_due_date,
        NULL::integer AS received_digitized,
        NULL::integer AS received_reused,
        NULL::integer AS received_national_store,
        NULL::integer AS received_population_linked,
        NULL::integer AS components,
        NULL::integer AS components_digitized,
        NULL::integer AS payable,
        NULL::integer AS paid_online,
        NULL::integer AS received_birth,
        NULL::integer AS received_death,
        moments.interlinked_birth_received::integer AS interlinked_birth_received,
        moments.interlinked_death_received::integer AS interlinked_death_received,
        NULL::integer AS resolved_early,
        NULL::integer AS resolved_on_time,
        NULL::integer AS resolved_overdue,
        NULL::integer AS resolved_no_due_date,
        NULL::integer AS resolved_within_original,
        NULL::integer AS resolved_beyond_original,
        NULL::integer AS no_due_within_limit,
        NULL::integer AS no_due_beyond_limit,
        NULL::integer AS resolved_yields_result,
        NULL::integer AS resolved_e_result,
        NULL::integer AS resolved_digitized,
        NULL::integer AS resolved_second_supplement,
        NULL::integer AS resolved_overdue_other_agency,
        NULL::integer AS e_certified_copies,
        NULL::bigint AS processing_minutes,
        NULL::integer AS status_lag_count,
        NULL::bigint AS status_lag_minutes,
        NULL::integer AS portal_ended_timely,
        NULL::integer AS refused,
        NULL::integer AS withdrawn,
        NULL::integer AS stopped,
        moments.interlinked_birth_completed::integer AS interlinked_birth_completed,
        moments.interlinked_birth_late::integer AS interlinked_birth_late,
        moments.interlinked_death_completed::integer AS interlinked_death_completed,
        moments.interlinked_death_late::integer AS interlinked_death_late,
        moments.interlinked_refused::integer AS interlinked_refused,
        moments.interlinked_stopped::integer AS interlinked_stopped,
        moments.reopened::integer AS reopened,
        moments.transferred_in::integer AS transferred_in,
        moments.transferred_out::integer AS transferred_out,
        moments.supplement_requested::integer AS supplement_requested,
        moments.second_supplement::integer AS second_supplement,
        moments.extension_in_time::integer AS extension_in_time,
        moments.extension_late::integer AS extension_late,
        moments.apology_missing::integer AS apology_missing,
        moments.paid_count::integer AS paid_count,
        moments.paid_vnd::bigint AS paid_vnd,
        moments.refund_count::integer AS refund_count,
        moments.refund_vnd::bigint AS refund_vnd,
        moments.feedback_received::integer AS feedback_received,
        moments.feedback_answered_in_time::integer AS feedback_answered_in_time,
        moments.feedback_answered_late::integer AS feedback_answered_late,
        moments.feedback_rated::integer AS feedback_rated,
        moments.feedback_satisfied::integer AS feedback_satisfied,
        moments.survey_answers::integer AS survey_answers,
        moments.survey_satisfied::integer AS survey_satisfied,
        moments.interlinked_reopened::integer AS interlinked_reopened,
        moments.interlinked_commune_done::integer AS interlinked_commune_done,
        moments.interlinked_commune_late::integer AS interlinked_commune_late,
        moments.interlinked_police_done::integer AS interlinked_police_done,
        moments.interlinked_police_late::integer AS interlinked_police_late,
        moments.interlinked_insurance_done::integer AS interlinked_insurance_done,
        moments.interlinked_insurance_late::integer AS interlinked_insurance_late,
        moments.interlinked_other_done::integer AS interlinked_other_done,
        moments.interlinked_other_late::integer AS interlinked_other_late,
        NULL::integer AS within_enter,
        NULL::integer AS within_leave,
        NULL::integer AS overdue_enter,
        NULL::integer AS overdue_leave,
        NULL::integer AS no_due_date_enter,
        NULL::integer AS no_due_date_leave,
        NULL::integer AS waiting_supplement_enter,
        NULL::integer AS waiting_supplement_leave,
        NULL::integer AS waiting_payment_enter,
        NULL::integer AS waiting_payment_leave,
        NULL::integer AS overdue_elsewhere_enter,
        NULL::integer AS overdue_elsewhere_leave,
        NULL::integer AS portal_timely_enter,
        NULL::integer AS portal_timely_leave
    FROM moments
    UNION ALL
    SELECT
        edges.day,
        edges.receiving_unit_id,
        edges.responsible_unit_id,
        edges.holding_unit_id,
        edges.sector_code,
        edges.procedure_code,
        NULL::integer AS received_in_person,
        NULL::integer AS received_online,
        NULL::integer AS received_postal,
        NULL::integer AS accepted_late,
        NULL::integer AS received_no_due_date,
        NULL::integer AS received_digitized,
        NULL::integer AS received_reused,
        NULL::integer AS received_national_store,
        NULL::integer AS received_population_linked,
        NULL::integer AS components,
        NULL::integer AS components_digitized,
        NULL::integer AS payable,
        NULL::integer AS paid_online,
        NULL::integer AS received_birth,
        NULL::integer AS received_death,
        NULL::integer AS interlinked_birth_received,
        NULL::integer AS interlinked_death_received,
        NULL::integer AS resolved_early,
        NULL::integer AS resolved_on_time,
        NULL::integer AS resolved_overdue,
        NULL::integer AS resolved_no_due_date,
        NULL::integer AS resolved_within_original,
        NULL::integer AS resolved_beyond_original,
        NULL::integer AS no_due_within_limit,
        NULL::integer AS no_due_beyond_limit,
        NULL::integer AS resolved_yields_result,
        NULL::integer AS resolved_e_result,
        NULL::integer AS resolved_digitized,
        NULL::integer AS resolved_second_supplement,
        NULL::integer AS resolved_overdue_other_agency,
        NULL::integer AS e_certified_copies,
        NULL::bigint AS processing_minutes,
        NULL::integer AS status_lag_count,
        NULL::bigint AS status_lag_minutes,
        NULL::integer AS portal_ended_timely,
        NULL::integer AS refused,
        NULL::integer AS withdrawn,
        NULL::integer AS stopped,
        NULL::integer AS interlinked_birth_completed,
        NULL::integer AS interlinked_birth_late,
        NULL::integer AS interlinked_death_completed,
        NULL::integer AS interlinked_death_late,
        NULL::integer AS interlinked_refused,
        NULL::integer AS interlinked_stopped,
        NULL::integer AS reopened,
        NULL::integer AS transferred_in,
        NULL::integer AS transferred_out,
        NULL::integer AS supplement_requested,
        NULL::integer AS second_supplement,
        NULL::integer AS extension_in_time,
        NULL::integer AS extension_late,
        NULL::integer AS apology_missing,
        NULL::integer AS paid_count,
        NULL::bigint AS paid_vnd,
        NULL::integer AS refund_count,
        NULL::bigint AS refund_vnd,
        NULL::integer AS feedback_received,
        NULL::integer AS feedback_answered_in_time,
        NULL::integer AS feedback_answered_late,
        NULL::integer AS feedback_rated,
        NULL::integer AS feedback_satisfied,
        NULL::integer AS survey_answers,
        NULL::integer AS survey_satisfied,
        NULL::integer AS interlinked_reopened,
        NULL::integer AS interlinked_commune_done,
        NULL::integer AS interlinked_commune_late,
        NULL::integer AS interlinked_police_done,
        NULL::integer AS interlinked_police_late,
        NULL::integer AS interlinked_insurance_done,
        NULL::integer AS interlinked_insurance_late,
        NULL::integer AS interlinked_other_done,
        NULL::integer AS interlinked_other_late,
        edges.within_enter::integer AS within_enter,
        edges.within_leave::integer AS within_leave,
        edges.overdue_enter::integer AS overdue_enter,
        edges.overdue_leave::integer AS overdue_leave,
        edges.no_due_date_enter::integer AS no_due_date_enter,
        edges.no_due_date_leave::integer AS no_due_date_leave,
        edges.waiting_supplement_enter::integer AS waiting_supplement_enter,
        edges.waiting_supplement_leave::integer AS waiting_supplement_leave,
        edges.waiting_payment_enter::integer AS waiting_payment_enter,
        edges.waiting_payment_leave::integer AS waiting_payment_leave,
        edges.overdue_elsewhere_enter::integer AS overdue_elsewhere_enter,
        edges.overdue_elsewhere_leave::integer AS overdue_elsewhere_leave,
        edges.portal_timely_enter::integer AS portal_timely_enter,
        edges.portal_timely_leave::integer AS portal_timely_leave
    FROM edges
),

added AS (
    SELECT
        part.day,
        part.receiving_unit_id,
        part.responsible_unit_id,
        part.holding_unit_id,
        part.sector_code,
        part.procedure_code,
        nullif(sum(part.received_in_person), 0)::bigint AS received_in_person,
        nullif(sum(part.received_online), 0)::bigint AS received_online,
        nullif(sum(part.received_postal), 0)::bigint AS received_postal,
        nullif(sum(part.accepted_late), 0)::bigint AS accepted_late,
        nullif(sum(part.received_no_due_date), 0)::bigint AS received_no_due_date,
        nullif(sum(part.received_digitized), 0)::bigint AS received_digitized,
        nullif(sum(part.received_reused), 0)::bigint AS received_reused,
        nullif(sum(part.received_national_store), 0)::bigint AS received_national_store,
        nullif(sum(part.received_population_linked), 0)::bigint AS received_population_linked,
        nullif(sum(part.components), 0)::bigint AS components,
        nullif(sum(part.components_digitized), 0)::bigint AS components_digitized,
        nullif(sum(part.payable), 0)::bigint AS payable,
        nullif(sum(part.paid_online), 0)::bigint AS paid_online,
        nullif(sum(part.received_birth), 0)::bigint AS received_birth,
        nullif(sum(part.received_death), 0)::bigint AS received_death,
        nullif(sum(part.interlinked_birth_received), 0)::bigint AS interlinked_birth_received,
        nullif(sum(part.interlinked_death_received), 0)::bigint AS interlinked_death_received,
        nullif(sum(part.resolved_early), 0)::bigint AS resolved_early,
        nullif(sum(part.resolved_on_time), 0)::bigint AS resolved_on_time,
        nullif(sum(part.resolved_overdue), 0)::bigint AS resolved_overdue,
        nullif(sum(part.resolved_no_due_date), 0)::bigint AS resolved_no_due_date,
        nullif(sum(part.resolved_within_original), 0)::bigint AS resolved_within_original,
        nullif(sum(part.resolved_beyond_original), 0)::bigint AS resolved_beyond_original,
        nullif(sum(part.no_due_within_limit), 0)::bigint AS no_due_within_limit,
        nullif(sum(part.no_due_beyond_limit), 0)::bigint AS no_due_beyond_limit,
        nullif(sum(part.resolved_yields_result), 0)::bigint AS resolved_yields_result,
        nullif(sum(part.resolved_e_result), 0)::bigint AS resolved_e_result,
        nullif(sum(part.resolved_digitized), 0)::bigint AS resolved_digitized,
        nullif(sum(part.resolved_second_supplement), 0)::bigint AS resolved_second_supplement,
        nullif(sum(part.resolved_overdue_other_agency), 0)::bigint AS resolved_overdue_other_agency,
        nullif(sum(part.e_certified_copies), 0)::bigint AS e_certified_copies,
        nullif(sum(part.processing_minutes), 0)::bigint AS processing_minutes,
        nullif(sum(part.status_lag_count), 0)::bigint AS status_lag_count,
        nullif(sum(part.status_lag_minutes), 0)::bigint AS status_lag_minutes,
        nullif(sum(part.portal_ended_timely), 0)::bigint AS portal_ended_timely,
        nullif(sum(part.refused), 0)::bigint AS refused,
        nullif(sum(part.withdrawn), 0)::bigint AS withdrawn,
        nullif(sum(part.stopped), 0)::bigint AS stopped,
        nullif(sum(part.interlinked_birth_completed), 0)::bigint AS interlinked_birth_completed,
        nullif(sum(part.interlinked_birth_late), 0)::bigint AS interlinked_birth_late,
        nullif(sum(part.interlinked_death_completed), 0)::bigint AS interlinked_death_completed,
        nullif(sum(part.interlinked_death_late), 0)::bigint AS interlinked_death_late,
        nullif(sum(part.interlinked_refused), 0)::bigint AS interlinked_refused,
        nullif(sum(part.interlinked_stopped), 0)::bigint AS interlinked_stopped,
        nullif(sum(part.reopened), 0)::bigint AS reopened,
        nullif(sum(part.transferred_in), 0)::bigint AS transferred_in,
        nullif(sum(part.transferred_out), 0)::bigint AS transferred_out,
        nullif(sum(part.supplement_requested), 0)::bigint AS supplement_requested,
        nullif(sum(part.second_supplement), 0)::bigint AS second_supplement,
        nullif(sum(part.extension_in_time), 0)::bigint AS extension_in_time,
        nullif(sum(part.extension_late), 0)::bigint AS extension_late,
        nullif(sum(part.apology_missing), 0)::bigint AS apology_missing,
        nullif(sum(part.paid_count), 0)::bigint AS paid_count,
        nullif(sum(part.paid_vnd), 0)::bigint AS paid_vnd,
        nullif(sum(part.refund_count), 0)::bigint AS refund_count,
        nullif(sum(part.refund_vnd), 0)::bigint AS refund_vnd,
        nullif(sum(part.feedback_received), 0)::bigint AS feedback_received,
        nullif(sum(part.feedback_answered_in_time), 0)::bigint AS feedback_answered_in_time,
        nullif(sum(part.feedback_answered_late), 0)::bigint AS feedback_answered_late,
        nullif(sum(part.feedback_rated), 0)::bigint AS feedback_rated,
        nullif(sum(part.feedback_satisfied), 0)::bigint AS feedback_satisfied,
        nullif(sum(part.survey_answers), 0)::bigint AS survey_answers,
        nullif(sum(part.survey_satisfied), 0)::bigint AS survey_satisfied,
        nullif(sum(part.interlinked_reopened), 0)::bigint AS interlinked_reopened,
        nullif(sum(part.interlinked_commune_done), 0)::bigint AS interlinked_commune_done,
        nullif(sum(part.interlinked_commune_late), 0)::bigint AS interlinked_commune_late,
        nullif(sum(part.interlinked_police_done), 0)::bigint AS interlinked_police_done,
        nullif(sum(part.interlinked_police_late), 0)::bigint AS interlinked_police_late,
        nullif(sum(part.interlinked_insurance_done), 0)::bigint AS interlinked_insurance_done,
        nullif(sum(part.interlinked_insurance_late), 0)::bigint AS interlinked_insurance_late,
        nullif(sum(part.interlinked_other_done), 0)::bigint AS interlinked_other_done,
        nullif(sum(part.interlinked_other_late), 0)::bigint AS interlinked_other_late,
        nullif(sum(part.within_enter), 0)::bigint AS within_enter,
        nullif(sum(part.within_leave), 0)::bigint AS within_leave,
        nullif(sum(part.overdue_enter), 0)::bigint AS overdue_enter,
        nullif(sum(part.overdue_leave), 0)::bigint AS overdue_leave,
        nullif(sum(part.no_due_date_enter), 0)::bigint AS no_due_date_enter,
        nullif(sum(part.no_due_date_leave), 0)::bigint AS no_due_date_leave,
        nullif(sum(part.waiting_supplement_enter), 0)::bigint AS waiting_supplement_enter,
        nullif(sum(part.waiting_supplement_leave), 0)::bigint AS waiting_supplement_leave,
        nullif(sum(part.waiting_payment_enter), 0)::bigint AS waiting_payment_enter,
        nullif(sum(part.waiting_payment_leave), 0)::bigint AS waiting_payment_leave,
        nullif(sum(part.overdue_elsewhere_enter), 0)::bigint AS overdue_elsewhere_enter,
        nullif(sum(part.overdue_elsewhere_leave), 0)::bigint AS overdue_elsewhere_leave,
        nullif(sum(part.portal_timely_enter), 0)::bigint AS portal_timely_enter,
        nullif(sum(part.portal_timely_leave), 0)::bigint AS portal_timely_leave
    FROM part
    GROUP BY
        part.day, part.receiving_unit_id, part.responsible_unit_id, part.holding_unit_id, part.sector_code,
        part.procedure_code
)

SELECT added.*
FROM added
WHERE
    0 < num_nonnulls(
        added.received_in_person,
        added.received_online,
        added.received_postal,
        added.accepted_late,
        added.received_no_due_date,
        added.received_digitized,
        added.received_reused,
        added.received_national_store,
        added.received_population_linked,
        added.components,
        added.components_digitized,
        added.payable,
        added.paid_online,
        added.received_birth,
        added.received_death,
        added.interlinked_birth_received,
        added.interlinked_death_received,
        added.resolved_early,
        added.resolved_on_time,
        added.resolved_overdue,
        added.resolved_no_due_date,
        added.resolved_within_original,
        added.resolved_beyond_original,
        added.no_due_within_limit,
        added.no_due_beyond_limit,
        added.resolved_yields_result,
        added.resolved_e_result,
        added.resolved_digitized,
        added.resolved_second_supplement,
        added.resolved_overdue_other_agency,
        added.e_certified_copies,
        added.processing_minutes,
        added.status_lag_count,
        added.status_lag_minutes,
        added.portal_ended_timely,
        added.refused,
        added.withdrawn,
        added.stopped,
        added.interlinked_birth_completed,
        added.interlinked_birth_late,
        added.interlinked_death_completed,
        added.interlinked_death_late,
        added.interlinked_refused,
        added.interlinked_stopped,
        added.reopened,
        added.transferred_in,
        added.transferred_out,
        added.supplement_requested,
        added.second_supplement,
        added.extension_in_time,
        added.extension_late,
        added.apology_missing,
        added.paid_count,
        added.paid_vnd,
        added.refund_count,
        added.refund_vnd,
        added.feedback_received,
        added.feedback_answered_in_time,
        added.feedback_answered_late,
        added.feedback_rated,
        added.feedback_satisfied,
        added.survey_answers,
        added.survey_satisfied,
        added.interlinked_reopened,
        added.interlinked_commune_done,
        added.interlinked_commune_late,
        added.interlinked_police_done,
        added.interlinked_police_late,
        added.interlinked_insurance_done,
        added.interlinked_insurance_late,
        added.interlinked_other_done,
        added.interlinked_other_late,
        added.within_enter,
        added.within_leave,
        added.overdue_enter,
        added.overdue_leave,
        added.no_due_date_enter,
        added.no_due_date_leave,
        added.waiting_supplement_enter,
        added.waiting_supplement_leave,
        added.waiting_payment_enter,
        added.waiting_payment_leave,
        added.overdue_elsewhere_enter,
        added.overdue_elsewhere_leave,
        added.portal_timely_enter,
        added.portal_timely_leave
    )
