-- Purpose:    what adds up of a unit over any range of days in a role.
-- Grain:      one sector that has anything, and one for all sectors (*) always.
-- Reads:      mart.measure_day, mart.unit_counts_for.
-- Writes:     function mart.figures_between.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.
-- Generated from include/catalogue/measures.yaml by `make sql`.

-- A stock at the end of a day is the sum of enters less leaves up to it; an opening is that of the day before the range.
CREATE FUNCTION mart.figures_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    sector_code text,
    received_in_person integer,
    received_online integer,
    received_postal integer,
    accepted_late integer,
    received_no_due_date integer,
    received_digitized integer,
    received_reused integer,
    received_national_store integer,
    received_population_linked integer,
    components integer,
    components_digitized integer,
    payable integer,
    paid_online integer,
    received_birth integer,
    received_death integer,
    interlinked_birth_received integer,
    interlinked_death_received integer,
    resolved_early integer,
    resolved_on_time integer,
    resolved_overdue integer,
    resolved_no_due_date integer,
    resolved_within_original integer,
    resolved_beyond_original integer,
    no_due_within_limit integer,
    no_due_beyond_limit integer,
    resolved_yields_result integer,
    resolved_e_result integer,
    resolved_digitized integer,
    resolved_second_supplement integer,
    resolved_overdue_other_agency integer,
    e_certified_copies integer,
    processing_minutes bigint,
    status_lag_count integer,
    status_lag_minutes bigint,
    portal_ended_timely integer,
    refused integer,
    withdrawn integer,
    stopped integer,
    interlinked_birth_completed integer,
    interlinked_birth_late integer,
    interlinked_death_completed integer,
    interlinked_death_late integer,
    interlinked_refused integer,
    interlinked_stopped integer,
    reopened integer,
    transferred_in integer,
    transferred_out integer,
    supplement_requested integer,
    second_supplement integer,
    extension_in_time integer,
    extension_late integer,
    apology_missing integer,
    paid_count integer,
    paid_vnd bigint,
    refund_count integer,
    refund_vnd bigint,
    feedback_received integer,
    feedback_answered_in_time integer,
    feedback_answered_late integer,
    feedback_rated integer,
    feedback_satisfied integer,
    survey_answers integer,
    survey_satisfied integer,
    interlinked_reopened integer,
    interlinked_commune_done integer,
    interlinked_commune_late integer,
    interlinked_police_done integer,
    interlinked_police_late integer,
    interlinked_insurance_done integer,
    interlinked_insurance_late integer,
    interlinked_other_done integer,
    interlinked_other_late integer,
    within integer,
    overdue integer,
    no_due_date integer,
    waiting_supplement integer,
    waiting_payment integer,
    overdue_elsewhere integer,
    portal_timely integer,
    within_at_start integer,
    overdue_at_start integer,
    no_due_date_at_start integer,
    waiting_supplement_at_start integer,
    waiting_payment_at_start integer,
    overdue_elsewhere_at_start integer,
    portal_timely_at_start integer
)
LANGUAGE sql STABLE ROWS 10 AS $$
WITH summed AS (
    SELECT
        coalesce(counted.sector_code, '*') AS sector_code,
        nullif(sum(counted.received_in_person) FILTER (WHERE counted.day >= p_from), 0) AS received_in_person,
        nullif(sum(counted.received_online) FILTER (WHERE counted.day >= p_from), 0) AS received_online,
        nullif(sum(counted.received_postal) FILTER (WHERE counted.day >= p_from), 0) AS received_postal,
        nullif(sum(counted.accepted_late) FILTER (WHERE counted.day >= p_from), 0) AS accepted_late,
        nullif(sum(counted.received_no_due_date) FILTER (WHERE counted.day >= p_from), 0) AS received_no_due_date,
        nullif(sum(counted.received_digitized) FILTER (WHERE counted.day >= p_from), 0) AS received_digitized,
        nullif(sum(counted.received_reused) FILTER (WHERE counted.day >= p_from), 0) AS received_reused,
        nullif(sum(counted.received_national_store) FILTER (WHERE counted.day >= p_from), 0) AS received_national_store,
        nullif(sum(counted.received_population_linked) FILTER (WHERE counted.day >= p_from), 0) AS received_population_linked,
        nullif(sum(counted.components) FILTER (WHERE counted.day >= p_from), 0) AS components,
        nullif(sum(counted.components_digitized) FILTER (WHERE counted.day >= p_from), 0) AS components_digitized,
        nullif(sum(counted.payable) FILTER (WHERE counted.day >= p_from), 0) AS payable,
        nullif(sum(counted.paid_online) FILTER (WHERE counted.day >= p_from), 0) AS paid_online,
        nullif(sum(counted.received_birth) FILTER (WHERE counted.day >= p_from), 0) AS received_birth,
        nullif(sum(counted.received_death) FILTER (WHERE counted.day >= p_from), 0) AS received_death,
        nullif(sum(counted.interlinked_birth_received) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_birth_received,
        nullif(sum(counted.interlinked_death_received) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_death_received,
        nullif(sum(counted.resolved_early) FILTER (WHERE counted.day >= p_from), 0) AS resolved_early,
        nullif(sum(counted.resolved_on_time) FILTER (WHERE counted.day >= p_from), 0) AS resolved_on_time,
        nullif(sum(counted.resolved_overdue) FILTER (WHERE counted.day >= p_from), 0) AS resolved_overdue,
        nullif(sum(counted.resolved_no_due_date) FILTER (WHERE counted.day >= p_from), 0) AS resolved_no_due_date,
        nullif(sum(counted.resolved_within_original) FILTER (WHERE counted.day >= p_from), 0) AS resolved_within_original,
        nullif(sum(counted.resolved_beyond_original) FILTER (WHERE counted.day >= p_from), 0) AS resolved_beyond_original,
        nullif(sum(counted.no_due_within_limit) FILTER (WHERE counted.day >= p_from), 0) AS no_due_within_limit,
        nullif(sum(counted.no_due_beyond_limit) FILTER (WHERE counted.day >= p_from), 0) AS no_due_beyond_limit,
        nullif(sum(counted.resolved_yields_result) FILTER (WHERE counted.day >= p_from), 0) AS resolved_yields_result,
        nullif(sum(counted.resolved_e_result) FILTER (WHERE counted.day >= p_from), 0) AS resolved_e_result,
        nullif(sum(counted.resolved_digitized) FILTER (WHERE counted.day >= p_from), 0) AS resolved_digitized,
        nullif(sum(counted.resolved_second_supplement) FILTER (WHERE counted.day >= p_from), 0) AS resolved_second_supplement,
        nullif(sum(counted.resolved_overdue_other_agency) FILTER (WHERE counted.day >= p_from), 0) AS resolved_overdue_other_agency,
        nullif(sum(counted.e_certified_copies) FILTER (WHERE counted.day >= p_from), 0) AS e_certified_copies,
        nullif(sum(counted.processing_minutes) FILTER (WHERE counted.day >= p_from), 0) AS processing_minutes,
        nullif(sum(counted.status_lag_count) FILTER (WHERE counted.day >= p_from), 0) AS status_lag_count,
        nullif(sum(counted.status_lag_minutes) FILTER (WHERE counted.day >= p_from), 0) AS status_lag_minutes,
        nullif(sum(counted.portal_ended_timely) FILTER (WHERE counted.day >= p_from), 0) AS portal_ended_timely,
        nullif(sum(counted.refused) FILTER (WHERE counted.day >= p_from), 0) AS refused,
        nullif(sum(counted.withdrawn) FILTER (WHERE counted.day >= p_from), 0) AS withdrawn,
        nullif(sum(counted.stopped) FILTER (WHERE counted.day >= p_from), 0) AS stopped,
        nullif(sum(counted.interlinked_birth_completed) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_birth_completed,
        nullif(sum(counted.interlinked_birth_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_birth_late,
        nullif(sum(counted.interlinked_death_completed) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_death_completed,
        nullif(sum(counted.interlinked_death_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_death_late,
        nullif(sum(counted.interlinked_refused) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_refused,
        nullif(sum(counted.interlinked_stopped) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_stopped,
        nullif(sum(counted.reopened) FILTER (WHERE counted.day >= p_from), 0) AS reopened,
        nullif(sum(counted.transferred_in) FILTER (WHERE counted.day >= p_from), 0) AS transferred_in,
        nullif(sum(counted.transferred_out) FILTER (WHERE counted.day >= p_from), 0) AS transferred_out,
        nullif(sum(counted.supplement_requested) FILTER (WHERE counted.day >= p_from), 0) AS supplement_requested,
        nullif(sum(counted.second_supplement) FILTER (WHERE counted.day >= p_from), 0) AS second_supplement,
        nullif(sum(counted.extension_in_time) FILTER (WHERE counted.day >= p_from), 0) AS extension_in_time,
        nullif(sum(counted.extension_late) FILTER (WHERE counted.day >= p_from), 0) AS extension_late,
        nullif(sum(counted.apology_missing) FILTER (WHERE counted.day >= p_from), 0) AS apology_missing,
        nullif(sum(counted.paid_count) FILTER (WHERE counted.day >= p_from), 0) AS paid_count,
        nullif(sum(counted.paid_vnd) FILTER (WHERE counted.day >= p_from), 0) AS paid_vnd,
        nullif(sum(counted.refund_count) FILTER (WHERE counted.day >= p_from), 0) AS refund_count,
        nullif(sum(counted.refund_vnd) FILTER (WHERE counted.day >= p_from), 0) AS refund_vnd,
        nullif(sum(counted.feedback_received) FILTER (WHERE counted.day >= p_from), 0) AS feedback_received,
        nullif(sum(counted.feedback_answered_in_time) FILTER (WHERE counted.day >= p_from), 0) AS feedback_answered_in_time,
        nullif(sum(counted.feedback_answered_late) FILTER (WHERE counted.day >= p_from), 0) AS feedback_answered_late,
        nullif(sum(counted.feedback_rated) FILTER (WHERE counted.day >= p_from), 0) AS feedback_rated,
        nullif(sum(counted.feedback_satisfied) FILTER (WHERE counted.day >= p_from), 0) AS feedback_satisfied,
        nullif(sum(counted.survey_answers) FILTER (WHERE counted.day >= p_from), 0) AS survey_answers,
        nullif(sum(counted.survey_satisfied) FILTER (WHERE counted.day >= p_from), 0) AS survey_satisfied,
        nullif(sum(counted.interlinked_reopened) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_reopened,
        nullif(sum(counted.interlinked_commune_done) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_commune_done,
        nullif(sum(counted.interlinked_commune_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_commune_late,
        nullif(sum(counted.interlinked_police_done) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_police_done,
        nullif(sum(counted.interlinked_police_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_police_late,
        nullif(sum(counted.interlinked_insurance_done) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_insurance_done,
        nullif(sum(counted.interlinked_insurance_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_insurance_late,
        nullif(sum(counted.interlinked_other_done) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_other_done,
        nullif(sum(counted.interlinked_other_late) FILTER (WHERE counted.day >= p_from), 0) AS interlinked_other_late,
        nullif(
            coalesce(sum(counted.within_enter), 0) - coalesce(sum(counted.within_leave), 0), 0
        ) AS within,
        nullif(
            coalesce(sum(counted.overdue_enter), 0) - coalesce(sum(counted.overdue_leave), 0), 0
        ) AS overdue,
        nullif(
            coalesce(sum(counted.no_due_date_enter), 0) - coalesce(sum(counted.no_due_date_leave), 0), 0
        ) AS no_due_date,
        nullif(
            coalesce(sum(counted.waiting_supplement_enter), 0) - coalesce(sum(counted.waiting_supplement_leave), 0), 0
        ) AS waiting_supplement,
        nullif(
            coalesce(sum(counted.waiting_payment_enter), 0) - coalesce(sum(counted.waiting_payment_leave), 0), 0
        ) AS waiting_payment,
        nullif(
            coalesce(sum(counted.overdue_elsewhere_enter), 0) - coalesce(sum(counted.overdue_elsewhere_leave), 0), 0
        ) AS overdue_elsewhere,
        nullif(
            coalesce(sum(counted.portal_timely_enter), 0) - coalesce(sum(counted.portal_timely_leave), 0), 0
        ) AS portal_timely,
        nullif(
            coalesce(sum(counted.within_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.within_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS within_at_start,
        nullif(
            coalesce(sum(counted.overdue_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.overdue_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS overdue_at_start,
        nullif(
            coalesce(sum(counted.no_due_date_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.no_due_date_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS no_due_date_at_start,
        nullif(
            coalesce(sum(counted.waiting_supplement_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.waiting_supplement_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS waiting_supplement_at_start,
        nullif(
            coalesce(sum(counted.waiting_payment_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.waiting_payment_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS waiting_payment_at_start,
        nullif(
            coalesce(sum(counted.overdue_elsewhere_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.overdue_elsewhere_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS overdue_elsewhere_at_start,
        nullif(
            coalesce(sum(counted.portal_timely_enter) FILTER (WHERE counted.day < p_from), 0)
            - coalesce(sum(counted.portal_timely_leave) FILTER (WHERE counted.day < p_from), 0), 0
        ) AS portal_timely_at_start
    FROM mart.unit_counts_for
    INNER JOIN mart.measure_day AS counted
        ON unit_counts_for.unit_id = counted.unit_id AND counted.basis = p_basis AND counted.day <= p_to
    WHERE unit_counts_for.counts_for_unit_id = p_unit_id
    GROUP BY GROUPING SETS ((counted.sector_code), ())
)

SELECT * FROM summed
WHERE
    summed.sector_code = '*'
    OR 0 < num_nonnulls(
        summed.received_in_person,
        summed.received_online,
        summed.received_postal,
        summed.accepted_late,
        summed.received_no_due_date,
        summed.received_digitized,
        summed.received_reused,
        summed.received_national_store,
        summed.received_population_linked,
        summed.components,
        summed.components_digitized,
        summed.payable,
        summed.paid_online,
        summed.received_birth,
        summed.received_death,
        summed.interlinked_birth_received,
        summed.interlinked_death_received,
        summed.resolved_early,
        summed.resolved_on_time,
        summed.resolved_overdue,
        summed.resolved_no_due_date,
        summed.resolved_within_original,
        summed.resolved_beyond_original,
        summed.no_due_within_limit,
        summed.no_due_beyond_limit,
        summed.resolved_yields_result,
        summed.resolved_e_result,
        summed.resolved_digitized,
        summed.resolved_second_supplement,
        summed.resolved_overdue_other_agency,
        summed.e_certified_copies,
        summed.processing_minutes,
        summed.status_lag_count,
        summed.status_lag_minutes,
        summed.portal_ended_timely,
        summed.refused,
        summed.withdrawn,
        summed.stopped,
        summed.interlinked_birth_completed,
        summed.interlinked_birth_late,
        summed.interlinked_death_completed,
        summed.interlinked_death_late,
        summed.interlinked_refused,
        summed.interlinked_stopped,
        summed.reopened,
        summed.transferred_in,
        summed.transferred_out,
        summed.supplement_requested,
        summed.second_supplement,
        summed.extension_in_time,
        summed.extension_late,
        summed.apology_missing,
        summed.paid_count,
        summed.paid_vnd,
        summed.refund_count,
        summed.refund_vnd,
        summed.feedback_received,
        summed.feedback_answered_in_time,
        summed.feedback_answered_late,
        summed.feedback_rated,
        summed.feedback_satisfied,
        summed.survey_answers,
        summed.survey_satisfied,
        summed.interlinked_reopened,
        summed.interlinked_commune_done,
        summed.interlinked_commune_late,
        summed.interlinked_police_done,
        summed.interlinked_police_late,
        summed.interlinked_insurance_done,
        summed.interlinked_insurance_late,
        summed.interlinked_other_done,
        summed.interlinked_other_late,
        summed.within,
        summed.overdue,
        summed.no_due_date,
        summed.waiting_supplement,
        summed.waiting_payment,
        summed.overdue_elsewhere,
        summed.portal_timely,
        summed.within_at_start,
        summed.overdue_at_start,
        summed.no_due_date_at_start,
        summed.waiting_supplement_at_start,
        summed.waiting_payment_at_start,
        summed.overdue_elsewhere_at_start,
        summed.portal_timely_at_start
    )
$$;
COMMENT ON FUNCTION mart.figures_between IS 'Flows, stocks and openings of a unit over a range of days, both ends inclusive, in a role, by sector and for all sectors (*); null is none.';
