-- Purpose:    the counts by day and the durations for each role of a unit, as people and BI read them.
-- Grain:      see the comment of each object.
-- Reads:      core.day_count, core.duration_count.
-- Writes:     views mart.measure_day, mart.duration_day.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
-- Generated from include/catalogue/measures.yaml by `make sql`.

-- Each branch begins with the columns of an index, so that a predicate on unit, role and day reads what it asks for.
CREATE OR REPLACE VIEW mart.measure_day AS
SELECT
    day_count.receiving_unit_id AS unit_id,
    'receiving' AS basis,
    day_count.day,
    day_count.sector_code,
    day_count.procedure_code,
    sum(day_count.received_in_person)::bigint AS received_in_person,
    sum(day_count.received_online)::bigint AS received_online,
    sum(day_count.received_postal)::bigint AS received_postal,
    sum(day_count.accepted_late)::bigint AS accepted_late,
    sum(day_count.received_no_due_date)::bigint AS received_no_due_date,
    sum(day_count.received_digitized)::bigint AS received_digitized,
    sum(day_count.received_reused)::bigint AS received_reused,
    sum(day_count.received_national_store)::bigint AS received_national_store,
    sum(day_count.received_population_linked)::bigint AS received_population_linked,
    sum(day_count.components)::bigint AS components,
    sum(day_count.components_digitized)::bigint AS components_digitized,
    sum(day_count.payable)::bigint AS payable,
    sum(day_count.paid_online)::bigint AS paid_online,
    sum(day_count.received_birth)::bigint AS received_birth,
    sum(day_count.received_death)::bigint AS received_death,
    sum(day_count.interlinked_birth_received)::bigint AS interlinked_birth_received,
    sum(day_count.interlinked_death_received)::bigint AS interlinked_death_received,
    sum(day_count.resolved_early)::bigint AS resolved_early,
    sum(day_count.resolved_on_time)::bigint AS resolved_on_time,
    sum(day_count.resolved_overdue)::bigint AS resolved_overdue,
    sum(day_count.resolved_no_due_date)::bigint AS resolved_no_due_date,
    sum(day_count.resolved_within_original)::bigint AS resolved_within_original,
    sum(day_count.resolved_beyond_original)::bigint AS resolved_beyond_original,
    sum(day_count.no_due_within_limit)::bigint AS no_due_within_limit,
    sum(day_count.no_due_beyond_limit)::bigint AS no_due_beyond_limit,
    sum(day_count.resolved_yields_result)::bigint AS resolved_yields_result,
    sum(day_count.resolved_e_result)::bigint AS resolved_e_result,
    sum(day_count.resolved_digitized)::bigint AS resolved_digitized,
    sum(day_count.resolved_second_supplement)::bigint AS resolved_second_supplement,
    sum(day_count.resolved_overdue_other_agency)::bigint AS resolved_overdue_other_agency,
    sum(day_count.e_certified_copies)::bigint AS e_certified_copies,
    sum(day_count.processing_minutes)::bigint AS processing_minutes,
    sum(day_count.status_lag_count)::bigint AS status_lag_count,
    sum(day_count.status_lag_minutes)::bigint AS status_lag_minutes,
    sum(day_count.portal_ended_timely)::bigint AS portal_ended_timely,
    sum(day_count.refused)::bigint AS refused,
    sum(day_count.withdrawn)::bigint AS withdrawn,
    sum(day_count.stopped)::bigint AS stopped,
    sum(day_count.interlinked_birth_completed)::bigint AS interlinked_birth_completed,
    sum(day_count.interlinked_birth_late)::bigint AS interlinked_birth_late,
    sum(day_count.interlinked_death_completed)::bigint AS interlinked_death_completed,
    sum(day_count.interlinked_death_late)::bigint AS interlinked_death_late,
    sum(day_count.interlinked_refused)::bigint AS interlinked_refused,
    sum(day_count.interlinked_stopped)::bigint AS interlinked_stopped,
    sum(day_count.reopened)::bigint AS reopened,
    sum(day_count.transferred_in)::bigint AS transferred_in,
    sum(day_count.transferred_out)::bigint AS transferred_out,
    sum(day_count.supplement_requested)::bigint AS supplement_requested,
    sum(day_count.second_supplement)::bigint AS second_supplement,
    sum(day_count.extension_in_time)::bigint AS extension_in_time,
    sum(day_count.extension_late)::bigint AS extension_late,
    sum(day_count.apology_missing)::bigint AS apology_missing,
    sum(day_count.paid_count)::bigint AS paid_count,
    sum(day_count.paid_vnd)::bigint AS paid_vnd,
    sum(day_count.refund_count)::bigint AS refund_count,
    sum(day_count.refund_vnd)::bigint AS refund_vnd,
    sum(day_count.feedback_received)::bigint AS feedback_received,
    sum(day_count.feedback_answered_in_time)::bigint AS feedback_answered_in_time,
    sum(day_count.feedback_answered_late)::bigint AS feedback_answered_late,
    sum(day_count.feedback_rated)::bigint AS feedback_rated,
    sum(day_count.feedback_satisfied)::bigint AS feedback_satisfied,
    sum(day_count.survey_answers)::bigint AS survey_answers,
    sum(day_count.survey_satisfied)::bigint AS survey_satisfied,
    sum(day_count.interlinked_reopened)::bigint AS interlinked_reopened,
    sum(day_count.interlinked_commune_done)::bigint AS interlinked_commune_done,
    sum(day_count.interlinked_commune_late)::bigint AS interlinked_commune_late,
    sum(day_count.interlinked_police_done)::bigint AS interlinked_police_done,
    sum(day_count.interlinked_police_late)::bigint AS interlinked_police_late,
    sum(day_count.interlinked_insurance_done)::bigint AS interlinked_insurance_done,
    sum(day_count.interlinked_insurance_late)::bigint AS interlinked_insurance_late,
    sum(day_count.interlinked_other_done)::bigint AS interlinked_other_done,
    sum(day_count.interlinked_other_late)::bigint AS interlinked_other_late,
    sum(day_count.within_enter)::bigint AS within_enter,
    sum(day_count.within_leave)::bigint AS within_leave,
    sum(day_count.overdue_enter)::bigint AS overdue_enter,
    sum(day_count.overdue_leave)::bigint AS overdue_leave,
    sum(day_count.no_due_date_enter)::bigint AS no_due_date_enter,
    sum(day_count.no_due_date_leave)::bigint AS no_due_date_leave,
    sum(day_count.waiting_supplement_enter)::bigint AS waiting_supplement_enter,
    sum(day_count.waiting_supplement_leave)::bigint AS waiting_supplement_leave,
    sum(day_count.waiting_payment_enter)::bigint AS waiting_payment_enter,
    sum(day_count.waiting_payment_leave)::bigint AS waiting_payment_leave,
    sum(day_count.overdue_elsewhere_enter)::bigint AS overdue_elsewhere_enter,
    sum(day_count.overdue_elsewhere_leave)::bigint AS overdue_elsewhere_leave,
    sum(day_count.portal_timely_enter)::bigint AS portal_timely_enter,
    sum(day_count.portal_timely_leave)::bigint AS portal_timely_leave
FROM core.day_count
WHERE day_count.receiving_unit_id <> 0
GROUP BY day_count.receiving_unit_id, day_count.day, day_count.sector_code, day_count.procedure_code
UNION ALL
SELECT
    day_count.responsible_unit_id AS unit_id,
    'responsible' AS basis,
    day_count.day,
    day_count.sector_code,
    day_count.procedure_code,
    sum(day_count.received_in_person)::bigint AS received_in_person,
    sum(day_count.received_online)::bigint AS received_online,
    sum(day_count.received_postal)::bigint AS received_postal,
    sum(day_count.accepted_late)::bigint AS accepted_late,
    sum(day_count.received_no_due_date)::bigint AS received_no_due_date,
    sum(day_count.received_digitized)::bigint AS received_digitized,
    sum(day_count.received_reused)::bigint AS received_reused,
    sum(day_count.received_national_store)::bigint AS received_national_store,
    sum(day_count.received_population_linked)::bigint AS received_population_linked,
    sum(day_count.components)::bigint AS components,
    sum(day_count.components_digitized)::bigint AS components_digitized,
    sum(day_count.payable)::bigint AS payable,
    sum(day_count.paid_online)::bigint AS paid_online,
    sum(day_count.received_birth)::bigint AS received_birth,
    sum(day_count.received_death)::bigint AS received_death,
    sum(day_count.interlinked_birth_received)::bigint AS interlinked_birth_received,
    sum(day_count.interlinked_death_received)::bigint AS interlinked_death_received,
    sum(day_count.resolved_early)::bigint AS resolved_early,
    sum(day_count.resolved_on_time)::bigint AS resolved_on_time,
    sum(day_count.resolved_overdue)::bigint AS resolved_overdue,
    sum(day_count.resolved_no_due_date)::bigint AS resolved_no_due_date,
    sum(day_count.resolved_within_original)::bigint AS resolved_within_original,
    sum(day_count.resolved_beyond_original)::bigint AS resolved_beyond_original,
    sum(day_count.no_due_within_limit)::bigint AS no_due_within_limit,
    sum(day_count.no_due_beyond_limit)::bigint AS no_due_beyond_limit,
    sum(day_count.resolved_yields_result)::bigint AS resolved_yields_result,
    sum(day_count.resolved_e_result)::bigint AS resolved_e_result,
    sum(day_count.resolved_digitized)::bigint AS resolved_digitized,
    sum(day_count.resolved_second_supplement)::bigint AS resolved_second_supplement,
    sum(day_count.resolved_overdue_other_agency)::bigint AS resolved_overdue_other_agency,
    sum(day_count.e_certified_copies)::bigint AS e_certified_copies,
    sum(day_count.processing_minutes)::bigint AS processing_minutes,
    sum(day_count.status_lag_count)::bigint AS status_lag_count,
    sum(day_count.status_lag_minutes)::bigint AS status_lag_minutes,
    sum(day_count.portal_ended_timely)::bigint AS portal_ended_timely,
    sum(day_count.refused)::bigint AS refused,
    sum(day_count.withdrawn)::bigint AS withdrawn,
    sum(day_count.stopped)::bigint AS stopped,
    sum(day_count.interlinked_birth_completed)::bigint AS interlinked_birth_completed,
    sum(day_count.interlinked_birth_late)::bigint AS interlinked_birth_late,
    sum(day_count.interlinked_death_completed)::bigint AS interlinked_death_completed,
    sum(day_count.interlinked_death_late)::bigint AS interlinked_death_late,
    sum(day_count.interlinked_refused)::bigint AS interlinked_refused,
    sum(day_count.interlinked_stopped)::bigint AS interlinked_stopped,
    sum(day_count.reopened)::bigint AS reopened,
    sum(day_count.transferred_in)::bigint AS transferred_in,
    sum(day_count.transferred_out)::bigint AS transferred_out,
    sum(day_count.supplement_requested)::bigint AS supplement_requested,
    sum(day_count.second_supplement)::bigint AS second_supplement,
    sum(day_count.extension_in_time)::bigint AS extension_in_time,
    sum(day_count.extension_late)::bigint AS extension_late,
    sum(day_count.apology_missing)::bigint AS apology_missing,
    sum(day_count.paid_count)::bigint AS paid_count,
    sum(day_count.paid_vnd)::bigint AS paid_vnd,
    sum(day_count.refund_count)::bigint AS refund_count,
    sum(day_count.refund_vnd)::bigint AS refund_vnd,
    sum(day_count.feedback_received)::bigint AS feedback_received,
    sum(day_count.feedback_answered_in_time)::bigint AS feedback_answered_in_time,
    sum(day_count.feedback_answered_late)::bigint AS feedback_answered_late,
    sum(day_count.feedback_rated)::bigint AS feedback_rated,
    sum(day_count.feedback_satisfied)::bigint AS feedback_satisfied,
    sum(day_count.survey_answers)::bigint AS survey_answers,
    sum(day_count.survey_satisfied)::bigint AS survey_satisfied,
    sum(day_count.interlinked_reopened)::bigint AS interlinked_reopened,
    sum(day_count.interlinked_commune_done)::bigint AS interlinked_commune_done,
    sum(day_count.interlinked_commune_late)::bigint AS interlinked_commune_late,
    sum(day_count.interlinked_police_done)::bigint AS interlinked_police_done,
    sum(day_count.interlinked_police_late)::bigint AS interlinked_police_late,
    sum(day_count.interlinked_insurance_done)::bigint AS interlinked_insurance_done,
    sum(day_count.interlinked_insurance_late)::bigint AS interlinked_insurance_late,
    sum(day_count.interlinked_other_done)::bigint AS interlinked_other_done,
    sum(day_count.interlinked_other_late)::bigint AS interlinked_other_late,
    sum(day_count.within_enter)::bigint AS within_enter,
    sum(day_count.within_leave)::bigint AS within_leave,
    sum(day_count.overdue_enter)::bigint AS overdue_enter,
    sum(day_count.overdue_leave)::bigint AS overdue_leave,
    sum(day_count.no_due_date_enter)::bigint AS no_due_date_enter,
    sum(day_count.no_due_date_leave)::bigint AS no_due_date_leave,
    sum(day_count.waiting_supplement_enter)::bigint AS waiting_supplement_enter,
    sum(day_count.waiting_supplement_leave)::bigint AS waiting_supplement_leave,
    sum(day_count.waiting_payment_enter)::bigint AS waiting_payment_enter,
    sum(day_count.waiting_payment_leave)::bigint AS waiting_payment_leave,
    sum(day_count.overdue_elsewhere_enter)::bigint AS overdue_elsewhere_enter,
    sum(day_count.overdue_elsewhere_leave)::bigint AS overdue_elsewhere_leave,
    sum(day_count.portal_timely_enter)::bigint AS portal_timely_enter,
    sum(day_count.portal_timely_leave)::bigint AS portal_timely_leave
FROM core.day_count
WHERE day_count.responsible_unit_id <> 0
GROUP BY day_count.responsible_unit_id, day_count.day, day_count.sector_code, day_count.procedure_code
UNION ALL
SELECT
    day_count.holding_unit_id AS unit_id,
    'holding' AS basis,
    day_count.day,
    day_count.sector_code,
    day_count.procedure_code,
    sum(day_count.received_in_person)::bigint AS received_in_person,
    sum(day_count.received_online)::bigint AS received_online,
    sum(day_count.received_postal)::bigint AS received_postal,
    sum(day_count.accepted_late)::bigint AS accepted_late,
    sum(day_count.received_no_due_date)::bigint AS received_no_due_date,
    sum(day_count.received_digitized)::bigint AS received_digitized,
    sum(day_count.received_reused)::bigint AS received_reused,
    sum(day_count.received_national_store)::bigint AS received_national_store,
    sum(day_count.received_population_linked)::bigint AS received_population_linked,
    sum(day_count.components)::bigint AS components,
    sum(day_count.components_digitized)::bigint AS components_digitized,
    sum(day_count.payable)::bigint AS payable,
    sum(day_count.paid_online)::bigint AS paid_online,
    sum(day_count.received_birth)::bigint AS received_birth,
    sum(day_count.received_death)::bigint AS received_death,
    sum(day_count.interlinked_birth_received)::bigint AS interlinked_birth_received,
    sum(day_count.interlinked_death_received)::bigint AS interlinked_death_received,
    sum(day_count.resolved_early)::bigint AS resolved_early,
    sum(day_count.resolved_on_time)::bigint AS resolved_on_time,
    sum(day_count.resolved_overdue)::bigint AS resolved_overdue,
    sum(day_count.resolved_no_due_date)::bigint AS resolved_no_due_date,
    sum(day_count.resolved_within_original)::bigint AS resolved_within_original,
    sum(day_count.resolved_beyond_original)::bigint AS resolved_beyond_original,
    sum(day_count.no_due_within_limit)::bigint AS no_due_within_limit,
    sum(day_count.no_due_beyond_limit)::bigint AS no_due_beyond_limit,
    sum(day_count.resolved_yields_result)::bigint AS resolved_yields_result,
    sum(day_count.resolved_e_result)::bigint AS resolved_e_result,
    sum(day_count.resolved_digitized)::bigint AS resolved_digitized,
    sum(day_count.resolved_second_supplement)::bigint AS resolved_second_supplement,
    sum(day_count.resolved_overdue_other_agency)::bigint AS resolved_overdue_other_agency,
    sum(day_count.e_certified_copies)::bigint AS e_certified_copies,
    sum(day_count.processing_minutes)::bigint AS processing_minutes,
    sum(day_count.status_lag_count)::bigint AS status_lag_count,
    sum(day_count.status_lag_minutes)::bigint AS status_lag_minutes,
    sum(day_count.portal_ended_timely)::bigint AS portal_ended_timely,
    sum(day_count.refused)::bigint AS refused,
    sum(day_count.withdrawn)::bigint AS withdrawn,
    sum(day_count.stopped)::bigint AS stopped,
    sum(day_count.interlinked_birth_completed)::bigint AS interlinked_birth_completed,
    sum(day_count.interlinked_birth_late)::bigint AS interlinked_birth_late,
    sum(day_count.interlinked_death_completed)::bigint AS interlinked_death_completed,
    sum(day_count.interlinked_death_late)::bigint AS interlinked_death_late,
    sum(day_count.interlinked_refused)::bigint AS interlinked_refused,
    sum(day_count.interlinked_stopped)::bigint AS interlinked_stopped,
    sum(day_count.reopened)::bigint AS reopened,
    sum(day_count.transferred_in)::bigint AS transferred_in,
    sum(day_count.transferred_out)::bigint AS transferred_out,
    sum(day_count.supplement_requested)::bigint AS supplement_requested,
    sum(day_count.second_supplement)::bigint AS second_supplement,
    sum(day_count.extension_in_time)::bigint AS extension_in_time,
    sum(day_count.extension_late)::bigint AS extension_late,
    sum(day_count.apology_missing)::bigint AS apology_missing,
    sum(day_count.paid_count)::bigint AS paid_count,
    sum(day_count.paid_vnd)::bigint AS paid_vnd,
    sum(day_count.refund_count)::bigint AS refund_count,
    sum(day_count.refund_vnd)::bigint AS refund_vnd,
    sum(day_count.feedback_received)::bigint AS feedback_received,
    sum(day_count.feedback_answered_in_time)::bigint AS feedback_answered_in_time,
    sum(day_count.feedback_answered_late)::bigint AS feedback_answered_late,
    sum(day_count.feedback_rated)::bigint AS feedback_rated,
    sum(day_count.feedback_satisfied)::bigint AS feedback_satisfied,
    sum(day_count.survey_answers)::bigint AS survey_answers,
    sum(day_count.survey_satisfied)::bigint AS survey_satisfied,
    sum(day_count.interlinked_reopened)::bigint AS interlinked_reopened,
    sum(day_count.interlinked_commune_done)::bigint AS interlinked_commune_done,
    sum(day_count.interlinked_commune_late)::bigint AS interlinked_commune_late,
    sum(day_count.interlinked_police_done)::bigint AS interlinked_police_done,
    sum(day_count.interlinked_police_late)::bigint AS interlinked_police_late,
    sum(day_count.interlinked_insurance_done)::bigint AS interlinked_insurance_done,
    sum(day_count.interlinked_insurance_late)::bigint AS interlinked_insurance_late,
    sum(day_count.interlinked_other_done)::bigint AS interlinked_other_done,
    sum(day_count.interlinked_other_late)::bigint AS interlinked_other_late,
    sum(day_count.within_enter)::bigint AS within_enter,
    sum(day_count.within_leave)::bigint AS within_leave,
    sum(day_count.overdue_enter)::bigint AS overdue_enter,
    sum(day_count.overdue_leave)::bigint AS overdue_leave,
    sum(day_count.no_due_date_enter)::bigint AS no_due_date_enter,
    sum(day_count.no_due_date_leave)::bigint AS no_due_date_leave,
    sum(day_count.waiting_supplement_enter)::bigint AS waiting_supplement_enter,
    sum(day_count.waiting_supplement_leave)::bigint AS waiting_supplement_leave,
    sum(day_count.waiting_payment_enter)::bigint AS waiting_payment_enter,
    sum(day_count.waiting_payment_leave)::bigint AS waiting_payment_leave,
    sum(day_count.overdue_elsewhere_enter)::bigint AS overdue_elsewhere_enter,
    sum(day_count.overdue_elsewhere_leave)::bigint AS overdue_elsewhere_leave,
    sum(day_count.portal_timely_enter)::bigint AS portal_timely_enter,
    sum(day_count.portal_timely_leave)::bigint AS portal_timely_leave
FROM core.day_count
WHERE day_count.holding_unit_id <> 0
GROUP BY day_count.holding_unit_id, day_count.day, day_count.sector_code, day_count.procedure_code;
COMMENT ON VIEW mart.measure_day IS 'Flows of a day, and the cases that enter and leave each stock with that day, by unit in each of its roles, sector and procedure; null is none. A stock at a day''s end is the sum of enters less leaves up to it. Days may lie ahead: a case due tomorrow enters overdue the day after.';
COMMENT ON COLUMN mart.measure_day.received_in_person IS 'Received at the counter, a missing channel included (hồ sơ nộp trực tiếp).';
COMMENT ON COLUMN mart.measure_day.received_online IS 'Received online (hồ sơ nộp trực tuyến).';
COMMENT ON COLUMN mart.measure_day.received_postal IS 'Received by post (bưu chính công ích).';
COMMENT ON COLUMN mart.measure_day.accepted_late IS 'Online dossiers accepted more than 8 working hours after they were submitted (chậm tiếp nhận).';
COMMENT ON COLUMN mart.measure_day.received_no_due_date IS 'Received without a due date (không có ngày hẹn trả).';
COMMENT ON COLUMN mart.measure_day.received_digitized IS 'Received with a digitized component (thành phần hồ sơ số hóa).';
COMMENT ON COLUMN mart.measure_day.received_reused IS 'Received with a component reused (DuocTaiSuDung 1 or 2).';
COMMENT ON COLUMN mart.measure_day.received_national_store IS 'Received with a component from the national personal store.';
COMMENT ON COLUMN mart.measure_day.received_population_linked IS 'Received with a look into the population database (MaCSDL 7).';
COMMENT ON COLUMN mart.measure_day.components IS 'Submitted papers of received dossiers.';
COMMENT ON COLUMN mart.measure_day.components_digitized IS 'Of these papers, the digitized ones.';
COMMENT ON COLUMN mart.measure_day.payable IS 'Received dossiers for which something must be paid: the procedure has a fee and not every fee line is 0.';
COMMENT ON COLUMN mart.measure_day.paid_online IS 'Of the payable dossiers, those paid online (DuocThanhToanTrucTuyen 1 or 2).';
COMMENT ON COLUMN mart.measure_day.received_birth IS 'Received birth registrations (procedures of the group khai_sinh).';
COMMENT ON COLUMN mart.measure_day.received_death IS 'Received death registrations (procedures of the group khai_tu).';
COMMENT ON COLUMN mart.measure_day.interlinked_birth_received IS 'Interlinked requests received: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_received IS 'Interlinked requests received: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.resolved_early IS 'Resolved before the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_on_time IS 'Resolved on the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_overdue IS 'Resolved after the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_no_due_date IS 'Resolved without a due date: neither on time nor late.';
COMMENT ON COLUMN mart.measure_day.resolved_within_original IS 'Resolved within the first due date, extensions left aside.';
COMMENT ON COLUMN mart.measure_day.resolved_beyond_original IS 'Resolved after the first due date.';
COMMENT ON COLUMN mart.measure_day.no_due_within_limit IS 'Resolved without due date, within the statutory limit of the procedure. From when it runs the law of the day of reception says (core.law_rule): what is received after 15:00, outside the home area.';
COMMENT ON COLUMN mart.measure_day.no_due_beyond_limit IS 'Resolved without due date, beyond the statutory limit.';
COMMENT ON COLUMN mart.measure_day.resolved_yields_result IS 'Resolved dossiers of procedures that yield a result.';
COMMENT ON COLUMN mart.measure_day.resolved_e_result IS 'Of these, with an electronic result: file and code (kết quả điện tử).';
COMMENT ON COLUMN mart.measure_day.resolved_digitized IS 'Resolved with a digitized component and a result file.';
COMMENT ON COLUMN mart.measure_day.resolved_second_supplement IS 'Resolved after two supplement requests or more: the portal counts them overdue.';
COMMENT ON COLUMN mart.measure_day.resolved_overdue_other_agency IS 'Resolved overdue with another agency named as the cause (cơ quan khác giữ).';
COMMENT ON COLUMN mart.measure_day.e_certified_copies IS 'Electronic certified copies issued (chứng thực bản sao điện tử).';
COMMENT ON COLUMN mart.measure_day.processing_minutes IS 'Working minutes from reception to end, waits for the citizen left out, of resolved dossiers; 480 are a working day.';
COMMENT ON COLUMN mart.measure_day.status_lag_count IS 'Ended dossiers whose ending event is known.';
COMMENT ON COLUMN mart.measure_day.status_lag_minutes IS 'Minutes between the ending event and its CapNhatLuc, summed.';
COMMENT ON COLUMN mart.measure_day.portal_ended_timely IS 'Ended in any way by the due date, or by the statutory limit where there is none, with fewer than two supplement requests.';
COMMENT ON COLUMN mart.measure_day.refused IS 'Refused after reception (từ chối).';
COMMENT ON COLUMN mart.measure_day.withdrawn IS 'Withdrawn by the citizen (công dân rút hồ sơ).';
COMMENT ON COLUMN mart.measure_day.stopped IS 'Stopped (dừng giải quyết).';
COMMENT ON COLUMN mart.measure_day.interlinked_birth_completed IS 'Interlinked requests completed by every agency: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_birth_late IS 'Of the completed, after the due date: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_completed IS 'Interlinked requests completed by every agency: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_late IS 'Of the completed, after the due date: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.interlinked_refused IS 'Interlinked requests refused.';
COMMENT ON COLUMN mart.measure_day.interlinked_stopped IS 'Interlinked cases stopped because the citizen did not supplement within the window; neither late nor refused.';
COMMENT ON COLUMN mart.measure_day.reopened IS 'Taken up again after a refusal, withdrawal or stop, which then do not count.';
COMMENT ON COLUMN mart.measure_day.transferred_in IS 'Taken over from another unit (basis holding).';
COMMENT ON COLUMN mart.measure_day.transferred_out IS 'Handed over to another unit (basis holding).';
COMMENT ON COLUMN mart.measure_day.supplement_requested IS 'Requests for a supplement (yêu cầu bổ sung).';
COMMENT ON COLUMN mart.measure_day.second_supplement IS 'Second requests for a supplement.';
COMMENT ON COLUMN mart.measure_day.extension_in_time IS 'Apologies with a new due date, at least one day before the due date (xin lỗi, hẹn lại).';
COMMENT ON COLUMN mart.measure_day.extension_late IS 'Apologies later than that.';
COMMENT ON COLUMN mart.measure_day.apology_missing IS 'Dossiers that became overdue without an apology by then.';
COMMENT ON COLUMN mart.measure_day.paid_count IS 'Payments received, refunded ones included.';
COMMENT ON COLUMN mart.measure_day.paid_vnd IS 'What was paid, in VND.';
COMMENT ON COLUMN mart.measure_day.refund_count IS 'Payments refunded.';
COMMENT ON COLUMN mart.measure_day.refund_vnd IS 'What was refunded, in VND.';
COMMENT ON COLUMN mart.measure_day.feedback_received IS 'Feedback and recommendations received (phản ánh, kiến nghị).';
COMMENT ON COLUMN mart.measure_day.feedback_answered_in_time IS 'Feedback answered by its due date.';
COMMENT ON COLUMN mart.measure_day.feedback_answered_late IS 'Feedback answered after its due date.';
COMMENT ON COLUMN mart.measure_day.feedback_rated IS 'Answered feedback that anybody liked or disliked.';
COMMENT ON COLUMN mart.measure_day.feedback_satisfied IS 'Of these, with no fewer likes than dislikes.';
COMMENT ON COLUMN mart.measure_day.survey_answers IS 'Valid overall ratings (đánh giá chung).';
COMMENT ON COLUMN mart.measure_day.survey_satisfied IS 'Of these, satisfied or very satisfied on their own scale.';
COMMENT ON COLUMN mart.measure_day.interlinked_reopened IS 'Interlinked cases sent back to the commune for a correction; not received a second time.';
COMMENT ON COLUMN mart.measure_day.interlinked_commune_done IS 'Steps of the commune in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_commune_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_police_done IS 'Steps of the police in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_police_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_insurance_done IS 'Steps of social insurance in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_insurance_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_other_done IS 'Steps of other agencies in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_other_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.within_enter IS 'Cases that enter with the day: open within the due date (đang giải quyết trong hạn).';
COMMENT ON COLUMN mart.measure_day.within_leave IS 'Cases that leave with the day: open within the due date (đang giải quyết trong hạn).';
COMMENT ON COLUMN mart.measure_day.overdue_enter IS 'Cases that enter with the day: open after the due date (đang giải quyết quá hạn).';
COMMENT ON COLUMN mart.measure_day.overdue_leave IS 'Cases that leave with the day: open after the due date (đang giải quyết quá hạn).';
COMMENT ON COLUMN mart.measure_day.no_due_date_enter IS 'Cases that enter with the day: open without a due date.';
COMMENT ON COLUMN mart.measure_day.no_due_date_leave IS 'Cases that leave with the day: open without a due date.';
COMMENT ON COLUMN mart.measure_day.waiting_supplement_enter IS 'Cases that enter with the day: waiting for the citizen''s supplement (chờ bổ sung).';
COMMENT ON COLUMN mart.measure_day.waiting_supplement_leave IS 'Cases that leave with the day: waiting for the citizen''s supplement (chờ bổ sung).';
COMMENT ON COLUMN mart.measure_day.waiting_payment_enter IS 'Cases that enter with the day: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
COMMENT ON COLUMN mart.measure_day.waiting_payment_leave IS 'Cases that leave with the day: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
COMMENT ON COLUMN mart.measure_day.overdue_elsewhere_enter IS 'Cases that enter with the day: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
COMMENT ON COLUMN mart.measure_day.overdue_elsewhere_leave IS 'Cases that leave with the day: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
COMMENT ON COLUMN mart.measure_day.portal_timely_enter IS 'Cases that enter with the day: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';
COMMENT ON COLUMN mart.measure_day.portal_timely_leave IS 'Cases that leave with the day: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';

CREATE OR REPLACE VIEW mart.duration_day AS
SELECT
    duration_count.receiving_unit_id AS unit_id,
    'receiving' AS basis,
    duration_count.day,
    duration_count.sector_code,
    duration_count.minutes,
    sum(duration_count.n)::bigint AS n
FROM core.duration_count
GROUP BY duration_count.receiving_unit_id, duration_count.day, duration_count.sector_code, duration_count.minutes
UNION ALL
SELECT
    duration_count.responsible_unit_id AS unit_id,
    'responsible' AS basis,
    duration_count.day,
    duration_count.sector_code,
    duration_count.minutes,
    sum(duration_count.n)::bigint AS n
FROM core.duration_count
GROUP BY duration_count.responsible_unit_id, duration_count.day, duration_count.sector_code, duration_count.minutes
UNION ALL
SELECT
    duration_count.holding_unit_id AS unit_id,
    'holding' AS basis,
    duration_count.day,
    duration_count.sector_code,
    duration_count.minutes,
    sum(duration_count.n)::bigint AS n
FROM core.duration_count
GROUP BY duration_count.holding_unit_id, duration_count.day, duration_count.sector_code, duration_count.minutes;
COMMENT ON VIEW mart.duration_day IS 'How many dossiers resolved on a day took how many working minutes, by unit in each of its roles: median and percentiles are exact to the minute.';

GRANT SELECT ON mart.measure_day, mart.duration_day TO onestop_reader, onestop_pipeline;
