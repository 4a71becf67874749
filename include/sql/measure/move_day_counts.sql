-- Purpose:    add the difference to the counts by day; delete rows that become zero.
-- Grain:      one day, set of units in their roles, sector and procedure.
-- Reads:      moved.
-- Writes:     core.day_count.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
-- Generated from include/catalogue/measures.yaml by `make sql`.
MERGE INTO core.day_count
USING difference AS moved
    ON
        day_count.receiving_unit_id = moved.receiving_unit_id
        AND day_count.day = moved.day
        AND day_count.responsible_unit_id = moved.responsible_unit_id
        AND day_count.holding_unit_id = moved.holding_unit_id
        AND day_count.sector_code = moved.sector_code
        AND day_count.procedure_code = moved.procedure_code
WHEN
    MATCHED
    AND coalesce(day_count.received_in_person, 0) + coalesce(moved.received_in_person, 0) = 0
    AND coalesce(day_count.received_online, 0) + coalesce(moved.received_online, 0) = 0
    AND coalesce(day_count.received_postal, 0) + coalesce(moved.received_postal, 0) = 0
    AND coalesce(day_count.accepted_late, 0) + coalesce(moved.accepted_late, 0) = 0
    AND coalesce(day_count.received_no_due_date, 0) + coalesce(moved.received_no_due_date, 0) = 0
    AND coalesce(day_count.received_digitized, 0) + coalesce(moved.received_digitized, 0) = 0
    AND coalesce(day_count.received_reused, 0) + coalesce(moved.received_reused, 0) = 0
    AND coalesce(day_count.received_national_store, 0) + coalesce(moved.received_national_store, 0) = 0
    AND coalesce(day_count.received_population_linked, 0) + coalesce(moved.received_population_linked, 0) = 0
    AND coalesce(day_count.components, 0) + coalesce(moved.components, 0) = 0
    AND coalesce(day_count.components_digitized, 0) + coalesce(moved.components_digitized, 0) = 0
    AND coalesce(day_count.payable, 0) + coalesce(moved.payable, 0) = 0
    AND coalesce(day_count.paid_online, 0) + coalesce(moved.paid_online, 0) = 0
    AND coalesce(day_count.received_birth, 0) + coalesce(moved.received_birth, 0) = 0
    AND coalesce(day_count.received_death, 0) + coalesce(moved.received_death, 0) = 0
    AND coalesce(day_count.interlinked_birth_received, 0) + coalesce(moved.interlinked_birth_received, 0) = 0
    AND coalesce(day_count.interlinked_death_received, 0) + coalesce(moved.interlinked_death_received, 0) = 0
    AND coalesce(day_count.resolved_early, 0) + coalesce(moved.resolved_early, 0) = 0
    AND coalesce(day_count.resolved_on_time, 0) + coalesce(moved.resolved_on_time, 0) = 0
    AND coalesce(day_count.resolved_overdue, 0) + coalesce(moved.resolved_overdue, 0) = 0
    AND coalesce(day_count.resolved_no_due_date, 0) + coalesce(moved.resolved_no_due_date, 0) = 0
    AND coalesce(day_count.resolved_within_original, 0) + coalesce(moved.resolved_within_original, 0) = 0
    AND coalesce(day_count.resolved_beyond_original, 0) + coalesce(moved.resolved_beyond_original, 0) = 0
    AND coalesce(day_count.no_due_within_limit, 0) + coalesce(moved.no_due_within_limit, 0) = 0
    AND coalesce(day_count.no_due_beyond_limit, 0) + coalesce(moved.no_due_beyond_limit, 0) = 0
    AND coalesce(day_count.resolved_yields_result, 0) + coalesce(moved.resolved_yields_result, 0) = 0
    AND coalesce(day_count.resolved_e_result, 0) + coalesce(moved.resolved_e_result, 0) = 0
    AND coalesce(day_count.resolved_digitized, 0) + coalesce(moved.resolved_digitized, 0) = 0
    AND coalesce(day_count.resolved_second_supplement, 0) + coalesce(moved.resolved_second_supplement, 0) = 0
    AND coalesce(day_count.resolved_overdue_other_agency, 0) + coalesce(moved.resolved_overdue_other_agency, 0) = 0
    AND coalesce(day_count.e_certified_copies, 0) + coalesce(moved.e_certified_copies, 0) = 0
    AND coalesce(day_count.processing_minutes, 0) + coalesce(moved.processing_minutes, 0) = 0
    AND coalesce(day_count.status_lag_count, 0) + coalesce(moved.status_lag_count, 0) = 0
    AND coalesce(day_count.status_lag_minutes, 0) + coalesce(moved.status_lag_minutes, 0) = 0
    AND coalesce(day_count.portal_ended_timely, 0) + coalesce(moved.portal_ended_timely, 0) = 0
    AND coalesce(day_count.refused, 0) + coalesce(moved.refused, 0) = 0
    AND coalesce(day_count.withdrawn, 0) + coalesce(moved.withdrawn, 0) = 0
    AND coalesce(day_count.stopped, 0) + coalesce(moved.stopped, 0) = 0
    AND coalesce(day_count.interlinked_birth_completed, 0) + coalesce(moved.interlinked_birth_completed, 0) = 0
    AND coalesce(day_count.interlinked_birth_late, 0) + coalesce(moved.interlinked_birth_late, 0) = 0
    AND coalesce(day_count.interlinked_death_completed, 0) + coalesce(moved.interlinked_death_completed, 0) = 0
    AND coalesce(day_count.interlinked_death_late, 0) + coalesce(moved.interlinked_death_late, 0) = 0
    AND coalesce(day_count.interlinked_refused, 0) + coalesce(moved.interlinked_refused, 0) = 0
    AND coalesce(day_count.interlinked_stopped, 0) + coalesce(moved.interlinked_stopped, 0) = 0
    AND coalesce(day_count.reopened, 0) + coalesce(moved.reopened, 0) = 0
    AND coalesce(day_count.transferred_in, 0) + coalesce(moved.transferred_in, 0) = 0
    AND coalesce(day_count.transferred_out, 0) + coalesce(moved.transferred_out, 0) = 0
    AND coalesce(day_count.supplement_requested, 0) + coalesce(moved.supplement_requested, 0) = 0
    AND coalesce(day_count.second_supplement, 0) + coalesce(moved.second_supplement, 0) = 0
    AND coalesce(day_count.extension_in_time, 0) + coalesce(moved.extension_in_time, 0) = 0
    AND coalesce(day_count.extension_late, 0) + coalesce(moved.extension_late, 0) = 0
    AND coalesce(day_count.apology_missing, 0) + coalesce(moved.apology_missing, 0) = 0
    AND coalesce(day_count.paid_count, 0) + coalesce(moved.paid_count, 0) = 0
    AND coalesce(day_count.paid_vnd, 0) + coalesce(moved.paid_vnd, 0) = 0
    AND coalesce(day_count.refund_count, 0) + coalesce(moved.refund_count, 0) = 0
    AND coalesce(day_count.refund_vnd, 0) + coalesce(moved.refund_vnd, 0) = 0
    AND coalesce(day_count.feedback_received, 0) + coalesce(moved.feedback_received, 0) = 0
    AND coalesce(day_count.feedback_answered_in_time, 0) + coalesce(moved.feedback_answered_in_time, 0) = 0
    AND coalesce(day_count.feedback_answered_late, 0) + coalesce(moved.feedback_answered_late, 0) = 0
    AND coalesce(day_count.feedback_rated, 0) + coalesce(moved.feedback_rated, 0) = 0
    AND coalesce(day_count.feedback_satisfied, 0) + coalesce(moved.feedback_satisfied, 0) = 0
    AND coalesce(day_count.survey_answers, 0) + coalesce(moved.survey_answers, 0) = 0
    AND coalesce(day_count.survey_satisfied, 0) + coalesce(moved.survey_satisfied, 0) = 0
    AND coalesce(day_count.interlinked_reopened, 0) + coalesce(moved.interlinked_reopened, 0) = 0
    AND coalesce(day_count.interlinked_commune_done, 0) + coalesce(moved.interlinked_commune_done, 0) = 0
    AND coalesce(day_count.interlinked_commune_late, 0) + coalesce(moved.interlinked_commune_late, 0) = 0
    AND coalesce(day_count.interlinked_police_done, 0) + coalesce(moved.interlinked_police_done, 0) = 0
    AND coalesce(day_count.interlinked_police_late, 0) + coalesce(moved.interlinked_police_late, 0) = 0
    AND coalesce(day_count.interlinked_insurance_done, 0) + coalesce(moved.interlinked_insurance_done, 0) = 0
    AND coalesce(day_count.interlinked_insurance_late, 0) + coalesce(moved.interlinked_insurance_late, 0) = 0
    AND coalesce(day_count.interlinked_other_done, 0) + coalesce(moved.interlinked_other_done, 0) = 0
    AND coalesce(day_count.interlinked_other_late, 0) + coalesce(moved.interlinked_other_late, 0) = 0
    AND coalesce(day_count.within_enter, 0) + coalesce(moved.within_enter, 0) = 0
    AND coalesce(day_count.within_leave, 0) + coalesce(moved.within_leave, 0) = 0
    AND coalesce(day_count.overdue_enter, 0) + coalesce(moved.overdue_enter, 0) = 0
    AND coalesce(day_count.overdue_leave, 0) + coalesce(moved.overdue_leave, 0) = 0
    AND coalesce(day_count.no_due_date_enter, 0) + coalesce(moved.no_due_date_enter, 0) = 0
    AND coalesce(day_count.no_due_date_leave, 0) + coalesce(moved.no_due_date_leave, 0) = 0
    AND coalesce(day_count.waiting_supplement_enter, 0) + coalesce(moved.waiting_supplement_enter, 0) = 0
    AND coalesce(day_count.waiting_supplement_leave, 0) + coalesce(moved.waiting_supplement_leave, 0) = 0
    AND coalesce(day_count.waiting_payment_enter, 0) + coalesce(moved.waiting_payment_enter, 0) = 0
    AND coalesce(day_count.waiting_payment_leave, 0) + coalesce(moved.waiting_payment_leave, 0) = 0
    AND coalesce(day_count.overdue_elsewhere_enter, 0) + coalesce(moved.overdue_elsewhere_enter, 0) = 0
    AND coalesce(day_count.overdue_elsewhere_leave, 0) + coalesce(moved.overdue_elsewhere_leave, 0) = 0
    AND coalesce(day_count.portal_timely_enter, 0) + coalesce(moved.portal_timely_enter, 0) = 0
    AND coalesce(day_count.portal_timely_leave, 0) + coalesce(moved.portal_timely_leave, 0) = 0
    THEN DELETE
WHEN MATCHED THEN UPDATE SET
    received_in_person = nullif(
        coalesce(day_count.received_in_person, 0) + coalesce(moved.received_in_person, 0), 0
    ),
    received_online = nullif(
        coalesce(day_count.received_online, 0) + coalesce(moved.received_online, 0), 0
    ),
    received_postal = nullif(
        coalesce(day_count.received_postal, 0) + coalesce(moved.received_postal, 0), 0
    ),
    accepted_late = nullif(
        coalesce(day_count.accepted_late, 0) + coalesce(moved.accepted_late, 0), 0
    ),
    received_no_due_date = nullif(
        coalesce(day_count.received_no_due_date, 0) + coalesce(moved.received_no_due_date, 0), 0
    ),
    received_digitized = nullif(
        coalesce(day_count.received_digitized, 0) + coalesce(moved.received_digitized, 0), 0
    ),
    received_reused = nullif(
        coalesce(day_count.received_reused, 0) + coalesce(moved.received_reused, 0), 0
    ),
    received_national_store = nullif(
        coalesce(day_count.received_national_store, 0) + coalesce(moved.received_national_store, 0), 0
    ),
    received_population_linked = nullif(
        coalesce(day_count.received_population_linked, 0) + coalesce(moved.received_population_linked, 0), 0
    ),
    components = nullif(
        coalesce(day_count.components, 0) + coalesce(moved.components, 0), 0
    ),
    components_digitized = nullif(
        coalesce(day_count.components_digitized, 0) + coalesce(moved.components_digitized, 0), 0
    ),
    payable = nullif(
        coalesce(day_count.payable, 0) + coalesce(moved.payable, 0), 0
    ),
    paid_online = nullif(
        coalesce(day_count.paid_online, 0) + coalesce(moved.paid_online, 0), 0
    ),
    received_birth = nullif(
        coalesce(day_count.received_birth, 0) + coalesce(moved.received_birth, 0), 0
    ),
    received_death = nullif(
        coalesce(day_count.received_death, 0) + coalesce(moved.received_death, 0), 0
    ),
    interlinked_birth_received = nullif(
        coalesce(day_count.interlinked_birth_received, 0) + coalesce(moved.interlinked_birth_received, 0), 0
    ),
    interlinked_death_received = nullif(
        coalesce(day_count.interlinked_death_received, 0) + coalesce(moved.interlinked_death_received, 0), 0
    ),
    resolved_early = nullif(
        coalesce(day_count.resolved_early, 0) + coalesce(moved.resolved_early, 0), 0
    ),
    resolved_on_time = nullif(
        coalesce(day_count.resolved_on_time, 0) + coalesce(moved.resolved_on_time, 0), 0
    ),
    resolved_overdue = nullif(
        coalesce(day_count.resolved_overdue, 0) + coalesce(moved.resolved_overdue, 0), 0
    ),
    resolved_no_due_date = nullif(
        coalesce(day_count.resolved_no_due_date, 0) + coalesce(moved.resolved_no_due_date, 0), 0
    ),
    resolved_within_original = nullif(
        coalesce(day_count.resolved_within_original, 0) + coalesce(moved.resolved_within_original, 0), 0
    ),
    resolved_beyond_original = nullif(
        coalesce(day_count.resolved_beyond_original, 0) + coalesce(moved.resolved_beyond_original, 0), 0
    ),
    no_due_within_limit = nullif(
        coalesce(day_count.no_due_within_limit, 0) + coalesce(moved.no_due_within_limit, 0), 0
    ),
    no_due_beyond_limit = nullif(
        coalesce(day_count.no_due_beyond_limit, 0) + coalesce(moved.no_due_beyond_limit, 0), 0
    ),
    resolved_yields_result = nullif(
        coalesce(day_count.resolved_yields_result, 0) + coalesce(moved.resolved_yields_result, 0), 0
    ),
    resolved_e_result = nullif(
        coalesce(day_count.resolved_e_result, 0) + coalesce(moved.resolved_e_result, 0), 0
    ),
    resolved_digitized = nullif(
        coalesce(day_count.resolved_digitized, 0) + coalesce(moved.resolved_digitized, 0), 0
    ),
    resolved_second_supplement = nullif(
        coalesce(day_count.resolved_second_supplement, 0) + coalesce(moved.resolved_second_supplement, 0), 0
    ),
    resolved_overdue_other_agency = nullif(
        coalesce(day_count.resolved_overdue_other_agency, 0) + coalesce(moved.resolved_overdue_other_agency, 0), 0
    ),
    e_certified_copies = nullif(
        coalesce(day_count.e_certified_copies, 0) + coalesce(moved.e_certified_copies, 0), 0
    ),
    processing_minutes = nullif(
        coalesce(day_count.processing_minutes, 0) + coalesce(moved.processing_minutes, 0), 0
    ),
    status_lag_count = nullif(
        coalesce(day_count.status_lag_count, 0) + coalesce(moved.status_lag_count, 0), 0
    ),
    status_lag_minutes = nullif(
        coalesce(day_count.status_lag_minutes, 0) + coalesce(moved.status_lag_minutes, 0), 0
    ),
    portal_ended_timely = nullif(
        coalesce(day_count.portal_ended_timely, 0) + coalesce(moved.portal_ended_timely, 0), 0
    ),
    refused = nullif(
        coalesce(day_count.refused, 0) + coalesce(moved.refused, 0), 0
    ),
    withdrawn = nullif(
        coalesce(day_count.withdrawn, 0) + coalesce(moved.withdrawn, 0), 0
    ),
    stopped = nullif(
        coalesce(day_count.stopped, 0) + coalesce(moved.stopped, 0), 0
    ),
    interlinked_birth_completed = nullif(
        coalesce(day_count.interlinked_birth_completed, 0) + coalesce(moved.interlinked_birth_completed, 0), 0
    ),
    interlinked_birth_late = nullif(
        coalesce(day_count.interlinked_birth_late, 0) + coalesce(moved.interlinked_birth_late, 0), 0
    ),
    interlinked_death_completed = nullif(
        coalesce(day_count.interlinked_death_completed, 0) + coalesce(moved.interlinked_death_completed, 0), 0
    ),
    interlinked_death_late = nullif(
        coalesce(day_count.interlinked_death_late, 0) + coalesce(moved.interlinked_death_late, 0), 0
    ),
    interlinked_refused = nullif(
        coalesce(day_count.interlinked_refused, 0) + coalesce(moved.interlinked_refused, 0), 0
    ),
    interlinked_stopped = nullif(
        coalesce(day_count.interlinked_stopped, 0) + coalesce(moved.interlinked_stopped, 0), 0
    ),
    reopened = nullif(
        coalesce(day_count.reopened, 0) + coalesce(moved.reopened, 0), 0
    ),
    transferred_in = nullif(
        coalesce(day_count.transferred_in, 0) + coalesce(moved.transferred_in, 0), 0
    ),
    transferred_out = nullif(
        coalesce(day_count.transferred_out, 0) + coalesce(moved.transferred_out, 0), 0
    ),
    supplement_requested = nullif(
        coalesce(day_count.supplement_requested, 0) + coalesce(moved.supplement_requested, 0), 0
    ),
    second_supplement = nullif(
        coalesce(day_count.second_supplement, 0) + coalesce(moved.second_supplement, 0), 0
    ),
    extension_in_time = nullif(
        coalesce(day_count.extension_in_time, 0) + coalesce(moved.extension_in_time, 0), 0
    ),
    extension_late = nullif(
        coalesce(day_count.extension_late, 0) + coalesce(moved.extension_late, 0), 0
    ),
    apology_missing = nullif(
        coalesce(day_count.apology_missing, 0) + coalesce(moved.apology_missing, 0), 0
    ),
    paid_count = nullif(
        coalesce(day_count.paid_count, 0) + coalesce(moved.paid_count, 0), 0
    ),
    paid_vnd = nullif(
        coalesce(day_count.paid_vnd, 0) + coalesce(moved.paid_vnd, 0), 0
    ),
    refund_count = nullif(
        coalesce(day_count.refund_count, 0) + coalesce(moved.refund_count, 0), 0
    ),
    refund_vnd = nullif(
        coalesce(day_count.refund_vnd, 0) + coalesce(moved.refund_vnd, 0), 0
    ),
    feedback_received = nullif(
        coalesce(day_count.feedback_received, 0) + coalesce(moved.feedback_received, 0), 0
    ),
    feedback_answered_in_time = nullif(
        coalesce(day_count.feedback_answered_in_time, 0) + coalesce(moved.feedback_answered_in_time, 0), 0
    ),
    feedback_answered_late = nullif(
        coalesce(day_count.feedback_answered_late, 0) + coalesce(moved.feedback_answered_late, 0), 0
    ),
    feedback_rated = nullif(
        coalesce(day_count.feedback_rated, 0) + coalesce(moved.feedback_rated, 0), 0
    ),
    feedback_satisfied = nullif(
        coalesce(day_count.feedback_satisfied, 0) + coalesce(moved.feedback_satisfied, 0), 0
    ),
    survey_answers = nullif(
        coalesce(day_count.survey_answers, 0) + coalesce(moved.survey_answers, 0), 0
    ),
    survey_satisfied = nullif(
        coalesce(day_count.survey_satisfied, 0) + coalesce(moved.survey_satisfied, 0), 0
    ),
    interlinked_reopened = nullif(
        coalesce(day_count.interlinked_reopened, 0) + coalesce(moved.interlinked_reopened, 0), 0
    ),
    interlinked_commune_done = nullif(
        coalesce(day_count.interlinked_commune_done, 0) + coalesce(moved.interlinked_commune_done, 0), 0
    ),
    interlinked_commune_late = nullif(
        coalesce(day_count.interlinked_commune_late, 0) + coalesce(moved.interlinked_commune_late, 0), 0
    ),
    interlinked_police_done = nullif(
        coalesce(day_count.interlinked_police_done, 0) + coalesce(moved.interlinked_police_done, 0), 0
    ),
    interlinked_police_late = nullif(
        coalesce(day_count.interlinked_police_late, 0) + coalesce(moved.interlinked_police_late, 0), 0
    ),
    interlinked_insurance_done = nullif(
        coalesce(day_count.interlinked_insurance_done, 0) + coalesce(moved.interlinked_insurance_done, 0), 0
    ),
    interlinked_insurance_late = nullif(
        coalesce(day_count.interlinked_insurance_late, 0) + coalesce(moved.interlinked_insurance_late, 0), 0
    ),
    interlinked_other_done = nullif(
        coalesce(day_count.interlinked_other_done, 0) + coalesce(moved.interlinked_other_done, 0), 0
    ),
    interlinked_other_late = nullif(
        coalesce(day_count.interlinked_other_late, 0) + coalesce(moved.interlinked_other_late, 0), 0
    ),
    within_enter = nullif(
        coalesce(day_count.within_enter, 0) + coalesce(moved.within_enter, 0), 0
    ),
    within_leave = nullif(
        coalesce(day_count.within_leave, 0) + coalesce(moved.within_leave, 0), 0
    ),
    overdue_enter = nullif(
        coalesce(day_count.overdue_enter, 0) + coalesce(moved.overdue_enter, 0), 0
    ),
    overdue_leave = nullif(
        coalesce(day_count.overdue_leave, 0) + coalesce(moved.overdue_leave, 0), 0
    ),
    no_due_date_enter = nullif(
        coalesce(day_count.no_due_date_enter, 0) + coalesce(moved.no_due_date_enter, 0), 0
    ),
    no_due_date_leave = nullif(
        coalesce(day_count.no_due_date_leave, 0) + coalesce(moved.no_due_date_leave, 0), 0
    ),
    waiting_supplement_enter = nullif(
        coalesce(day_count.waiting_supplement_enter, 0) + coalesce(moved.waiting_supplement_enter, 0), 0
    ),
    waiting_supplement_leave = nullif(
        coalesce(day_count.waiting_supplement_leave, 0) + coalesce(moved.waiting_supplement_leave, 0), 0
    ),
    waiting_payment_enter = nullif(
        coalesce(day_count.waiting_payment_enter, 0) + coalesce(moved.waiting_payment_enter, 0), 0
    ),
    waiting_payment_leave = nullif(
        coalesce(day_count.waiting_payment_leave, 0) + coalesce(moved.waiting_payment_leave, 0), 0
    ),
    overdue_elsewhere_enter = nullif(
        coalesce(day_count.overdue_elsewhere_enter, 0) + coalesce(moved.overdue_elsewhere_enter, 0), 0
    ),
    overdue_elsewhere_leave = nullif(
        coalesce(day_count.overdue_elsewhere_leave, 0) + coalesce(moved.overdue_elsewhere_leave, 0), 0
    ),
    portal_timely_enter = nullif(
        coalesce(day_count.portal_timely_enter, 0) + coalesce(moved.portal_timely_enter, 0), 0
    ),
    portal_timely_leave = nullif(
        coalesce(day_count.portal_timely_leave, 0) + coalesce(moved.portal_timely_leave, 0), 0
    )
WHEN NOT MATCHED THEN INSERT (
    day, receiving_unit_id, responsible_unit_id, holding_unit_id, sector_code, procedure_code,
    received_in_person,
    received_online,
    received_postal,
    accepted_late,
    received_no_due_date,
    received_digitized,
    received_reused,
    received_national_store,
    received_population_linked,
    components,
    components_digitized,
    payable,
    paid_online,
    received_birth,
    received_death,
    interlinked_birth_received,
    interlinked_death_received,
    resolved_early,
    resolved_on_time,
    resolved_overdue,
    resolved_no_due_date,
    resolved_within_original,
    resolved_beyond_original,
    no_due_within_limit,
    no_due_beyond_limit,
    resolved_yields_result,
    resolved_e_result,
    resolved_digitized,
    resolved_second_supplement,
    resolved_overdue_other_agency,
    e_certified_copies,
    processing_minutes,
    status_lag_count,
    status_lag_minutes,
    portal_ended_timely,
    refused,
    withdrawn,
    stopped,
    interlinked_birth_completed,
    interlinked_birth_late,
    interlinked_death_completed,
    interlinked_death_late,
    interlinked_refused,
    interlinked_stopped,
    reopened,
    transferred_in,
    transferred_out,
    supplement_requested,
    second_supplement,
    extension_in_time,
    extension_late,
    apology_missing,
    paid_count,
    paid_vnd,
    refund_count,
    refund_vnd,
    feedback_received,
    feedback_answered_in_time,
    feedback_answered_late,
    feedback_rated,
    feedback_satisfied,
    survey_answers,
    survey_satisfied,
    interlinked_reopened,
    interlinked_commune_done,
    interlinked_commune_late,
    interlinked_police_done,
    interlinked_police_late,
    interlinked_insurance_done,
    interlinked_insurance_late,
    interlinked_other_done,
    interlinked_other_late,
    within_enter,
    within_leave,
    overdue_enter,
    overdue_leave,
    no_due_date_enter,
    no_due_date_leave,
    waiting_supplement_enter,
    waiting_supplement_leave,
    waiting_payment_enter,
    waiting_payment_leave,
    overdue_elsewhere_enter,
    overdue_elsewhere_leave,
    portal_timely_enter,
    portal_timely_leave
) VALUES (
    moved.day, moved.receiving_unit_id, moved.responsible_unit_id, moved.holding_unit_id,
    moved.sector_code, moved.procedure_code,
    moved.received_in_person,
    moved.received_online,
    moved.received_postal,
    moved.accepted_late,
    moved.received_no_due_date,
    moved.received_digitized,
    moved.received_reused,
    moved.received_national_store,
    moved.received_population_linked,
    moved.components,
    moved.components_digitized,
    moved.payable,
    moved.paid_online,
    moved.received_birth,
    moved.received_death,
    moved.interlinked_birth_received,
    moved.interlinked_death_received,
    moved.resolved_early,
    moved.resolved_on_time,
    moved.resolved_overdue,
    moved.resolved_no_due_date,
    moved.resolved_within_original,
    moved.resolved_beyond_original,
    moved.no_due_within_limit,
    moved.no_due_beyond_limit,
    moved.resolved_yields_result,
    moved.resolved_e_result,
    moved.resolved_digitized,
    moved.resolved_second_supplement,
    moved.resolved_overdue_other_agency,
    moved.e_certified_copies,
    moved.processing_minutes,
    moved.status_lag_count,
    moved.status_lag_minutes,
    moved.portal_ended_timely,
    moved.refused,
    moved.withdrawn,
    moved.stopped,
    moved.interlinked_birth_completed,
    moved.interlinked_birth_late,
    moved.interlinked_death_completed,
    moved.interlinked_death_late,
    moved.interlinked_refused,
    moved.interlinked_stopped,
    moved.reopened,
    moved.transferred_in,
    moved.transferred_out,
    moved.supplement_requested,
    moved.second_supplement,
    moved.extension_in_time,
    moved.extension_late,
    moved.apology_missing,
    moved.paid_count,
    moved.paid_vnd,
    moved.refund_count,
    moved.refund_vnd,
    moved.feedback_received,
    moved.feedback_answered_in_time,
    moved.feedback_answered_late,
    moved.feedback_rated,
    moved.feedback_satisfied,
    moved.survey_answers,
    moved.survey_satisfied,
    moved.interlinked_reopened,
    moved.interlinked_commune_done,
    moved.interlinked_commune_late,
    moved.interlinked_police_done,
    moved.interlinked_police_late,
    moved.interlinked_insurance_done,
    moved.interlinked_insurance_late,
    moved.interlinked_other_done,
    moved.interlinked_other_late,
    moved.within_enter,
    moved.within_leave,
    moved.overdue_enter,
    moved.overdue_leave,
    moved.no_due_date_enter,
    moved.no_due_date_leave,
    moved.waiting_supplement_enter,
    moved.waiting_supplement_leave,
    moved.waiting_payment_enter,
    moved.waiting_payment_leave,
    moved.overdue_elsewhere_enter,
    moved.overdue_elsewhere_leave,
    moved.portal_timely_enter,
    moved.portal_timely_leave
)
