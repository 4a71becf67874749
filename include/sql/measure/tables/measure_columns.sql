-- Purpose:    one column for each measure in the table of counts by day and in that of figures by period.
-- Grain:      one column.
-- Reads:      nothing.
-- Writes:     core.day_count, mart.figure.
-- Parameters: none.
-- Rerun:      adds what is missing.
-- Generated from include/catalogue/measures.yaml by `make sql`.

ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_in_person integer;
COMMENT ON COLUMN core.day_count.received_in_person IS 'Received at the counter, a missing channel included (hồ sơ nộp trực tiếp).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_online integer;
COMMENT ON COLUMN core.day_count.received_online IS 'Received online (hồ sơ nộp trực tuyến).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_postal integer;
COMMENT ON COLUMN core.day_count.received_postal IS 'Received by post (bưu chính công ích).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS accepted_late integer;
COMMENT ON COLUMN core.day_count.accepted_late IS 'Online dossiers accepted more than 8 working hours after they were submitted (chậm tiếp nhận).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_no_due_date integer;
COMMENT ON COLUMN core.day_count.received_no_due_date IS 'Received without a due date (không có ngày hẹn trả).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_digitized integer;
COMMENT ON COLUMN core.day_count.received_digitized IS 'Received with a digitized component (thành phần hồ sơ số hóa).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_reused integer;
COMMENT ON COLUMN core.day_count.received_reused IS 'Received with a component reused (DuocTaiSuDung 1 or 2).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_national_store integer;
COMMENT ON COLUMN core.day_count.received_national_store IS 'Received with a component from the national personal store.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_population_linked integer;
COMMENT ON COLUMN core.day_count.received_population_linked IS 'Received with a look into the population database (MaCSDL 7).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS components integer;
COMMENT ON COLUMN core.day_count.components IS 'Submitted papers of received dossiers.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS components_digitized integer;
COMMENT ON COLUMN core.day_count.components_digitized IS 'Of these papers, the digitized ones.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS payable integer;
COMMENT ON COLUMN core.day_count.payable IS 'Received dossiers for which something must be paid: the procedure has a fee and not every fee line is 0.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS paid_online integer;
COMMENT ON COLUMN core.day_count.paid_online IS 'Of the payable dossiers, those paid online (DuocThanhToanTrucTuyen 1 or 2).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_birth integer;
COMMENT ON COLUMN core.day_count.received_birth IS 'Received birth registrations (procedures of the group khai_sinh).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS received_death integer;
COMMENT ON COLUMN core.day_count.received_death IS 'Received death registrations (procedures of the group khai_tu).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_birth_received integer;
COMMENT ON COLUMN core.day_count.interlinked_birth_received IS 'Interlinked requests received: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_death_received integer;
COMMENT ON COLUMN core.day_count.interlinked_death_received IS 'Interlinked requests received: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_early integer;
COMMENT ON COLUMN core.day_count.resolved_early IS 'Resolved before the due date in force.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_on_time integer;
COMMENT ON COLUMN core.day_count.resolved_on_time IS 'Resolved on the due date in force.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_overdue integer;
COMMENT ON COLUMN core.day_count.resolved_overdue IS 'Resolved after the due date in force.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_no_due_date integer;
COMMENT ON COLUMN core.day_count.resolved_no_due_date IS 'Resolved without a due date: neither on time nor late.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_within_original integer;
COMMENT ON COLUMN core.day_count.resolved_within_original IS 'Resolved within the first due date, extensions left aside.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_beyond_original integer;
COMMENT ON COLUMN core.day_count.resolved_beyond_original IS 'Resolved after the first due date.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS no_due_within_limit integer;
COMMENT ON COLUMN core.day_count.no_due_within_limit IS 'Resolved without due date, within the statutory limit of the procedure. From when it runs the law of the day of reception says (core.law_rule): what is received after 15:00, outside the home area.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS no_due_beyond_limit integer;
COMMENT ON COLUMN core.day_count.no_due_beyond_limit IS 'Resolved without due date, beyond the statutory limit.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_yields_result integer;
COMMENT ON COLUMN core.day_count.resolved_yields_result IS 'Resolved dossiers of procedures that yield a result.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_e_result integer;
COMMENT ON COLUMN core.day_count.resolved_e_result IS 'Of these, with an electronic result: file and code (kết quả điện tử).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_digitized integer;
COMMENT ON COLUMN core.day_count.resolved_digitized IS 'Resolved with a digitized component and a result file.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_second_supplement integer;
COMMENT ON COLUMN core.day_count.resolved_second_supplement IS 'Resolved after two supplement requests or more: the portal counts them overdue.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS resolved_overdue_other_agency integer;
COMMENT ON COLUMN core.day_count.resolved_overdue_other_agency IS 'Resolved overdue with another agency named as the cause (cơ quan khác giữ).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS e_certified_copies integer;
COMMENT ON COLUMN core.day_count.e_certified_copies IS 'Electronic certified copies issued (chứng thực bản sao điện tử).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS processing_minutes bigint;
COMMENT ON COLUMN core.day_count.processing_minutes IS 'Working minutes from reception to end, waits for the citizen left out, of resolved dossiers; 480 are a working day.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS status_lag_count integer;
COMMENT ON COLUMN core.day_count.status_lag_count IS 'Ended dossiers whose ending event is known.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS status_lag_minutes bigint;
COMMENT ON COLUMN core.day_count.status_lag_minutes IS 'Minutes between the ending event and its CapNhatLuc, summed.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS portal_ended_timely integer;
COMMENT ON COLUMN core.day_count.portal_ended_timely IS 'Ended in any way by the due date, or by the statutory limit where there is none, with fewer than two supplement requests.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS refused integer;
COMMENT ON COLUMN core.day_count.refused IS 'Refused after reception (từ chối).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS withdrawn integer;
COMMENT ON COLUMN core.day_count.withdrawn IS 'Withdrawn by the citizen (công dân rút hồ sơ).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS stopped integer;
COMMENT ON COLUMN core.day_count.stopped IS 'Stopped (dừng giải quyết).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_birth_completed integer;
COMMENT ON COLUMN core.day_count.interlinked_birth_completed IS 'Interlinked requests completed by every agency: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_birth_late integer;
COMMENT ON COLUMN core.day_count.interlinked_birth_late IS 'Of the completed, after the due date: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_death_completed integer;
COMMENT ON COLUMN core.day_count.interlinked_death_completed IS 'Interlinked requests completed by every agency: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_death_late integer;
COMMENT ON COLUMN core.day_count.interlinked_death_late IS 'Of the completed, after the due date: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_refused integer;
COMMENT ON COLUMN core.day_count.interlinked_refused IS 'Interlinked requests refused.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_stopped integer;
COMMENT ON COLUMN core.day_count.interlinked_stopped IS 'Interlinked cases stopped because the citizen did not supplement within the window; neither late nor refused.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS reopened integer;
COMMENT ON COLUMN core.day_count.reopened IS 'Taken up again after a refusal, withdrawal or stop, which then do not count.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS transferred_in integer;
COMMENT ON COLUMN core.day_count.transferred_in IS 'Taken over from another unit (basis holding).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS transferred_out integer;
COMMENT ON COLUMN core.day_count.transferred_out IS 'Handed over to another unit (basis holding).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS supplement_requested integer;
COMMENT ON COLUMN core.day_count.supplement_requested IS 'Requests for a supplement (yêu cầu bổ sung).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS second_supplement integer;
COMMENT ON COLUMN core.day_count.second_supplement IS 'Second requests for a supplement.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS extension_in_time integer;
COMMENT ON COLUMN core.day_count.extension_in_time IS 'Apologies with a new due date, at least one day before the due date (xin lỗi, hẹn lại).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS extension_late integer;
COMMENT ON COLUMN core.day_count.extension_late IS 'Apologies later than that.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS apology_missing integer;
COMMENT ON COLUMN core.day_count.apology_missing IS 'Dossiers that became overdue without an apology by then.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS paid_count integer;
COMMENT ON COLUMN core.day_count.paid_count IS 'Payments received, refunded ones included.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS paid_vnd bigint;
COMMENT ON COLUMN core.day_count.paid_vnd IS 'What was paid, in VND.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS refund_count integer;
COMMENT ON COLUMN core.day_count.refund_count IS 'Payments refunded.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS refund_vnd bigint;
COMMENT ON COLUMN core.day_count.refund_vnd IS 'What was refunded, in VND.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS feedback_received integer;
COMMENT ON COLUMN core.day_count.feedback_received IS 'Feedback and recommendations received (phản ánh, kiến nghị).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS feedback_answered_in_time integer;
COMMENT ON COLUMN core.day_count.feedback_answered_in_time IS 'Feedback answered by its due date.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS feedback_answered_late integer;
COMMENT ON COLUMN core.day_count.feedback_answered_late IS 'Feedback answered after its due date.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS feedback_rated integer;
COMMENT ON COLUMN core.day_count.feedback_rated IS 'Answered feedback that anybody liked or disliked.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS feedback_satisfied integer;
COMMENT ON COLUMN core.day_count.feedback_satisfied IS 'Of these, with no fewer likes than dislikes.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS survey_answers integer;
COMMENT ON COLUMN core.day_count.survey_answers IS 'Valid overall ratings (đánh giá chung).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS survey_satisfied integer;
COMMENT ON COLUMN core.day_count.survey_satisfied IS 'Of these, satisfied or very satisfied on their own scale.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_reopened integer;
COMMENT ON COLUMN core.day_count.interlinked_reopened IS 'Interlinked cases sent back to the commune for a correction; not received a second time.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_commune_done integer;
COMMENT ON COLUMN core.day_count.interlinked_commune_done IS 'Steps of the commune in interlinked requests done.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_commune_late integer;
COMMENT ON COLUMN core.day_count.interlinked_commune_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_police_done integer;
COMMENT ON COLUMN core.day_count.interlinked_police_done IS 'Steps of the police in interlinked requests done.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_police_late integer;
COMMENT ON COLUMN core.day_count.interlinked_police_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_insurance_done integer;
COMMENT ON COLUMN core.day_count.interlinked_insurance_done IS 'Steps of social insurance in interlinked requests done.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_insurance_late integer;
COMMENT ON COLUMN core.day_count.interlinked_insurance_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_other_done integer;
COMMENT ON COLUMN core.day_count.interlinked_other_done IS 'Steps of other agencies in interlinked requests done.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS interlinked_other_late integer;
COMMENT ON COLUMN core.day_count.interlinked_other_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS within_enter integer;
COMMENT ON COLUMN core.day_count.within_enter IS 'Cases that enter with the day: open within the due date (đang giải quyết trong hạn).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS within_leave integer;
COMMENT ON COLUMN core.day_count.within_leave IS 'Cases that leave with the day: open within the due date (đang giải quyết trong hạn).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS overdue_enter integer;
COMMENT ON COLUMN core.day_count.overdue_enter IS 'Cases that enter with the day: open after the due date (đang giải quyết quá hạn).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS overdue_leave integer;
COMMENT ON COLUMN core.day_count.overdue_leave IS 'Cases that leave with the day: open after the due date (đang giải quyết quá hạn).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS no_due_date_enter integer;
COMMENT ON COLUMN core.day_count.no_due_date_enter IS 'Cases that enter with the day: open without a due date.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS no_due_date_leave integer;
COMMENT ON COLUMN core.day_count.no_due_date_leave IS 'Cases that leave with the day: open without a due date.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS waiting_supplement_enter integer;
COMMENT ON COLUMN core.day_count.waiting_supplement_enter IS 'Cases that enter with the day: waiting for the citizen''s supplement (chờ bổ sung).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS waiting_supplement_leave integer;
COMMENT ON COLUMN core.day_count.waiting_supplement_leave IS 'Cases that leave with the day: waiting for the citizen''s supplement (chờ bổ sung).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS waiting_payment_enter integer;
COMMENT ON COLUMN core.day_count.waiting_payment_enter IS 'Cases that enter with the day: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS waiting_payment_leave integer;
COMMENT ON COLUMN core.day_count.waiting_payment_leave IS 'Cases that leave with the day: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS overdue_elsewhere_enter integer;
COMMENT ON COLUMN core.day_count.overdue_elsewhere_enter IS 'Cases that enter with the day: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS overdue_elsewhere_leave integer;
COMMENT ON COLUMN core.day_count.overdue_elsewhere_leave IS 'Cases that leave with the day: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS portal_timely_enter integer;
COMMENT ON COLUMN core.day_count.portal_timely_enter IS 'Cases that enter with the day: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';
ALTER TABLE core.day_count ADD COLUMN IF NOT EXISTS portal_timely_leave integer;
COMMENT ON COLUMN core.day_count.portal_timely_leave IS 'Cases that leave with the day: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';

ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_in_person integer;
COMMENT ON COLUMN mart.figure.received_in_person IS 'Received at the counter, a missing channel included (hồ sơ nộp trực tiếp).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_online integer;
COMMENT ON COLUMN mart.figure.received_online IS 'Received online (hồ sơ nộp trực tuyến).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_postal integer;
COMMENT ON COLUMN mart.figure.received_postal IS 'Received by post (bưu chính công ích).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS accepted_late integer;
COMMENT ON COLUMN mart.figure.accepted_late IS 'Online dossiers accepted more than 8 working hours after they were submitted (chậm tiếp nhận).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_no_due_date integer;
COMMENT ON COLUMN mart.figure.received_no_due_date IS 'Received without a due date (không có ngày hẹn trả).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_digitized integer;
COMMENT ON COLUMN mart.figure.received_digitized IS 'Received with a digitized component (thành phần hồ sơ số hóa).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_reused integer;
COMMENT ON COLUMN mart.figure.received_reused IS 'Received with a component reused (DuocTaiSuDung 1 or 2).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_national_store integer;
COMMENT ON COLUMN mart.figure.received_national_store IS 'Received with a component from the national personal store.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_population_linked integer;
COMMENT ON COLUMN mart.figure.received_population_linked IS 'Received with a look into the population database (MaCSDL 7).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS components integer;
COMMENT ON COLUMN mart.figure.components IS 'Submitted papers of received dossiers.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS components_digitized integer;
COMMENT ON COLUMN mart.figure.components_digitized IS 'Of these papers, the digitized ones.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS payable integer;
COMMENT ON COLUMN mart.figure.payable IS 'Received dossiers for which something must be paid: the procedure has a fee and not every fee line is 0.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS paid_online integer;
COMMENT ON COLUMN mart.figure.paid_online IS 'Of the payable dossiers, those paid online (DuocThanhToanTrucTuyen 1 or 2).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_birth integer;
COMMENT ON COLUMN mart.figure.received_birth IS 'Received birth registrations (procedures of the group khai_sinh).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS received_death integer;
COMMENT ON COLUMN mart.figure.received_death IS 'Received death registrations (procedures of the group khai_tu).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_birth_received integer;
COMMENT ON COLUMN mart.figure.interlinked_birth_received IS 'Interlinked requests received: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_death_received integer;
COMMENT ON COLUMN mart.figure.interlinked_death_received IS 'Interlinked requests received: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_early integer;
COMMENT ON COLUMN mart.figure.resolved_early IS 'Resolved before the due date in force.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_on_time integer;
COMMENT ON COLUMN mart.figure.resolved_on_time IS 'Resolved on the due date in force.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_overdue integer;
COMMENT ON COLUMN mart.figure.resolved_overdue IS 'Resolved after the due date in force.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_no_due_date integer;
COMMENT ON COLUMN mart.figure.resolved_no_due_date IS 'Resolved without a due date: neither on time nor late.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_within_original integer;
COMMENT ON COLUMN mart.figure.resolved_within_original IS 'Resolved within the first due date, extensions left aside.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_beyond_original integer;
COMMENT ON COLUMN mart.figure.resolved_beyond_original IS 'Resolved after the first due date.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS no_due_within_limit integer;
COMMENT ON COLUMN mart.figure.no_due_within_limit IS 'Resolved without due date, within the statutory limit of the procedure. From when it runs the law of the day of reception says (core.law_rule): what is received after 15:00, outside the home area.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS no_due_beyond_limit integer;
COMMENT ON COLUMN mart.figure.no_due_beyond_limit IS 'Resolved without due date, beyond the statutory limit.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_yields_result integer;
COMMENT ON COLUMN mart.figure.resolved_yields_result IS 'Resolved dossiers of procedures that yield a result.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_e_result integer;
COMMENT ON COLUMN mart.figure.resolved_e_result IS 'Of these, with an electronic result: file and code (kết quả điện tử).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_digitized integer;
COMMENT ON COLUMN mart.figure.resolved_digitized IS 'Resolved with a digitized component and a result file.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_second_supplement integer;
COMMENT ON COLUMN mart.figure.resolved_second_supplement IS 'Resolved after two supplement requests or more: the portal counts them overdue.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS resolved_overdue_other_agency integer;
COMMENT ON COLUMN mart.figure.resolved_overdue_other_agency IS 'Resolved overdue with another agency named as the cause (cơ quan khác giữ).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS e_certified_copies integer;
COMMENT ON COLUMN mart.figure.e_certified_copies IS 'Electronic certified copies issued (chứng thực bản sao điện tử).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS processing_minutes bigint;
COMMENT ON COLUMN mart.figure.processing_minutes IS 'Working minutes from reception to end, waits for the citizen left out, of resolved dossiers; 480 are a working day.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS status_lag_count integer;
COMMENT ON COLUMN mart.figure.status_lag_count IS 'Ended dossiers whose ending event is known.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS status_lag_minutes bigint;
COMMENT ON COLUMN mart.figure.status_lag_minutes IS 'Minutes between the ending event and its CapNhatLuc, summed.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS portal_ended_timely integer;
COMMENT ON COLUMN mart.figure.portal_ended_timely IS 'Ended in any way by the due date, or by the statutory limit where there is none, with fewer than two supplement requests.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS refused integer;
COMMENT ON COLUMN mart.figure.refused IS 'Refused after reception (từ chối).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS withdrawn integer;
COMMENT ON COLUMN mart.figure.withdrawn IS 'Withdrawn by the citizen (công dân rút hồ sơ).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS stopped integer;
COMMENT ON COLUMN mart.figure.stopped IS 'Stopped (dừng giải quyết).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_birth_completed integer;
COMMENT ON COLUMN mart.figure.interlinked_birth_completed IS 'Interlinked requests completed by every agency: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_birth_late integer;
COMMENT ON COLUMN mart.figure.interlinked_birth_late IS 'Of the completed, after the due date: khai sinh – thường trú – thẻ BHYT.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_death_completed integer;
COMMENT ON COLUMN mart.figure.interlinked_death_completed IS 'Interlinked requests completed by every agency: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_death_late integer;
COMMENT ON COLUMN mart.figure.interlinked_death_late IS 'Of the completed, after the due date: khai tử – xóa thường trú – mai táng phí.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_refused integer;
COMMENT ON COLUMN mart.figure.interlinked_refused IS 'Interlinked requests refused.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_stopped integer;
COMMENT ON COLUMN mart.figure.interlinked_stopped IS 'Interlinked cases stopped because the citizen did not supplement within the window; neither late nor refused.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS reopened integer;
COMMENT ON COLUMN mart.figure.reopened IS 'Taken up again after a refusal, withdrawal or stop, which then do not count.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS transferred_in integer;
COMMENT ON COLUMN mart.figure.transferred_in IS 'Taken over from another unit (basis holding).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS transferred_out integer;
COMMENT ON COLUMN mart.figure.transferred_out IS 'Handed over to another unit (basis holding).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS supplement_requested integer;
COMMENT ON COLUMN mart.figure.supplement_requested IS 'Requests for a supplement (yêu cầu bổ sung).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS second_supplement integer;
COMMENT ON COLUMN mart.figure.second_supplement IS 'Second requests for a supplement.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS extension_in_time integer;
COMMENT ON COLUMN mart.figure.extension_in_time IS 'Apologies with a new due date, at least one day before the due date (xin lỗi, hẹn lại).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS extension_late integer;
COMMENT ON COLUMN mart.figure.extension_late IS 'Apologies later than that.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS apology_missing integer;
COMMENT ON COLUMN mart.figure.apology_missing IS 'Dossiers that became overdue without an apology by then.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS paid_count integer;
COMMENT ON COLUMN mart.figure.paid_count IS 'Payments received, refunded ones included.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS paid_vnd bigint;
COMMENT ON COLUMN mart.figure.paid_vnd IS 'What was paid, in VND.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS refund_count integer;
COMMENT ON COLUMN mart.figure.refund_count IS 'Payments refunded.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS refund_vnd bigint;
COMMENT ON COLUMN mart.figure.refund_vnd IS 'What was refunded, in VND.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS feedback_received integer;
COMMENT ON COLUMN mart.figure.feedback_received IS 'Feedback and recommendations received (phản ánh, kiến nghị).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS feedback_answered_in_time integer;
COMMENT ON COLUMN mart.figure.feedback_answered_in_time IS 'Feedback answered by its due date.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS feedback_answered_late integer;
COMMENT ON COLUMN mart.figure.feedback_answered_late IS 'Feedback answered after its due date.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS feedback_rated integer;
COMMENT ON COLUMN mart.figure.feedback_rated IS 'Answered feedback that anybody liked or disliked.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS feedback_satisfied integer;
COMMENT ON COLUMN mart.figure.feedback_satisfied IS 'Of these, with no fewer likes than dislikes.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS survey_answers integer;
COMMENT ON COLUMN mart.figure.survey_answers IS 'Valid overall ratings (đánh giá chung).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS survey_satisfied integer;
COMMENT ON COLUMN mart.figure.survey_satisfied IS 'Of these, satisfied or very satisfied on their own scale.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_reopened integer;
COMMENT ON COLUMN mart.figure.interlinked_reopened IS 'Interlinked cases sent back to the commune for a correction; not received a second time.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_commune_done integer;
COMMENT ON COLUMN mart.figure.interlinked_commune_done IS 'Steps of the commune in interlinked requests done.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_commune_late integer;
COMMENT ON COLUMN mart.figure.interlinked_commune_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_police_done integer;
COMMENT ON COLUMN mart.figure.interlinked_police_done IS 'Steps of the police in interlinked requests done.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_police_late integer;
COMMENT ON COLUMN mart.figure.interlinked_police_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_insurance_done integer;
COMMENT ON COLUMN mart.figure.interlinked_insurance_done IS 'Steps of social insurance in interlinked requests done.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_insurance_late integer;
COMMENT ON COLUMN mart.figure.interlinked_insurance_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_other_done integer;
COMMENT ON COLUMN mart.figure.interlinked_other_done IS 'Steps of other agencies in interlinked requests done.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS interlinked_other_late integer;
COMMENT ON COLUMN mart.figure.interlinked_other_late IS 'Of these, beyond the limit of the step.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS within integer;
COMMENT ON COLUMN mart.figure.within IS 'Open within the due date (đang giải quyết trong hạn).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS overdue integer;
COMMENT ON COLUMN mart.figure.overdue IS 'Open after the due date (đang giải quyết quá hạn).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS no_due_date integer;
COMMENT ON COLUMN mart.figure.no_due_date IS 'Open without a due date.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS waiting_supplement integer;
COMMENT ON COLUMN mart.figure.waiting_supplement IS 'Waiting for the citizen''s supplement (chờ bổ sung).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS waiting_payment integer;
COMMENT ON COLUMN mart.figure.waiting_payment IS 'Waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS overdue_elsewhere integer;
COMMENT ON COLUMN mart.figure.overdue_elsewhere IS 'Of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS portal_timely integer;
COMMENT ON COLUMN mart.figure.portal_timely IS 'Open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS within_at_start integer;
COMMENT ON COLUMN mart.figure.within_at_start IS 'At the end of the day before the period: open within the due date (đang giải quyết trong hạn).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS overdue_at_start integer;
COMMENT ON COLUMN mart.figure.overdue_at_start IS 'At the end of the day before the period: open after the due date (đang giải quyết quá hạn).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS no_due_date_at_start integer;
COMMENT ON COLUMN mart.figure.no_due_date_at_start IS 'At the end of the day before the period: open without a due date.';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS waiting_supplement_at_start integer;
COMMENT ON COLUMN mart.figure.waiting_supplement_at_start IS 'At the end of the day before the period: waiting for the citizen''s supplement (chờ bổ sung).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS waiting_payment_at_start integer;
COMMENT ON COLUMN mart.figure.waiting_payment_at_start IS 'At the end of the day before the period: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS overdue_elsewhere_at_start integer;
COMMENT ON COLUMN mart.figure.overdue_elsewhere_at_start IS 'At the end of the day before the period: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).';
ALTER TABLE mart.figure ADD COLUMN IF NOT EXISTS portal_timely_at_start integer;
COMMENT ON COLUMN mart.figure.portal_timely_at_start IS 'At the end of the day before the period: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.';

-- Nothing is null and never 0, and whatever is subtracted was added before.
ALTER TABLE core.day_count DROP CONSTRAINT IF EXISTS day_count_is_above_0;
ALTER TABLE core.day_count ADD CONSTRAINT day_count_is_above_0 CHECK (
    least(
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
    ) > 0
);

-- What was there and came is what went and what is left.
ALTER TABLE mart.figure DROP CONSTRAINT IF EXISTS figure_balances;
ALTER TABLE mart.figure ADD CONSTRAINT figure_balances CHECK (
    coalesce(received_online, 0)
    + coalesce(received_in_person, 0)
    + coalesce(received_postal, 0)
    + coalesce(within_at_start, 0)
    + coalesce(overdue_at_start, 0)
    + coalesce(no_due_date_at_start, 0)
    + coalesce(waiting_supplement_at_start, 0)
    + coalesce(waiting_payment_at_start, 0)
    + coalesce(transferred_in, 0)
    = coalesce(resolved_early, 0)
    + coalesce(resolved_on_time, 0)
    + coalesce(resolved_overdue, 0)
    + coalesce(resolved_no_due_date, 0)
    + coalesce(refused, 0)
    + coalesce(withdrawn, 0)
    + coalesce(stopped, 0)
    + coalesce(within, 0)
    + coalesce(overdue, 0)
    + coalesce(no_due_date, 0)
    + coalesce(waiting_supplement, 0)
    + coalesce(waiting_payment, 0)
    + coalesce(transferred_out, 0)
);
