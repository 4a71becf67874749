-- Purpose:    every measure with its kind of aggregation, counted for three roles; what a case counts as, one row a case.
-- Grain:      see the comment of each table.
-- Reads:      core.feedback, core.survey, core.interlinked, audit.touched.
-- Writes:     mart.measure, mart.measure_day, mart.duration_day, mart.period_figure, mart.period_kind, mart.period,
--             mart.indicator, mart.indicator_value, core.contribution_applied, core.step, audit.touched, audit.measure_state.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.
-- The measures are made anew from the facts by the writer: every case that was ever touched waits for it again.

DROP TABLE mart.measure_day;
DROP TABLE core.contribution_applied;
UPDATE audit.measure_state SET applied_seq = 0;

CREATE DOMAIN mart.tally AS bigint CHECK (VALUE > 0);
COMMENT ON DOMAIN mart.tally IS 'A number of dossiers, minutes or VND that is more than nothing; nothing is null, so that a row holds only what happened.';

CREATE TABLE mart.measure_day (
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    day date NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    received_in_person mart.tally,
    received_online mart.tally,
    received_postal mart.tally,
    accepted_late mart.tally,
    received_no_due_date mart.tally,
    received_digitized mart.tally,
    received_reused mart.tally,
    received_national_store mart.tally,
    received_population_linked mart.tally,
    components mart.tally,
    components_digitized mart.tally,
    payable mart.tally,
    paid_online mart.tally,
    received_birth mart.tally,
    received_death mart.tally,
    resolved_early mart.tally,
    resolved_on_time mart.tally,
    resolved_overdue mart.tally,
    resolved_no_due_date mart.tally,
    resolved_within_original mart.tally,
    resolved_beyond_original mart.tally,
    no_due_within_limit mart.tally,
    no_due_beyond_limit mart.tally,
    resolved_yields_result mart.tally,
    resolved_e_result mart.tally,
    resolved_digitized mart.tally,
    resolved_second_supplement mart.tally,
    resolved_overdue_other_agency mart.tally,
    e_certified_copies mart.tally,
    processing_minutes mart.tally,
    status_lag_count mart.tally,
    status_lag_minutes mart.tally,
    portal_ended_timely mart.tally,
    refused mart.tally,
    withdrawn mart.tally,
    stopped mart.tally,
    reopened mart.tally,
    transferred_in mart.tally,
    transferred_out mart.tally,
    supplement_requested mart.tally,
    second_supplement mart.tally,
    extension_in_time mart.tally,
    extension_late mart.tally,
    apology_missing mart.tally,
    paid_count mart.tally,
    paid_vnd mart.tally,
    refund_count mart.tally,
    refund_vnd mart.tally,
    feedback_received mart.tally,
    feedback_answered_in_time mart.tally,
    feedback_answered_late mart.tally,
    feedback_rated mart.tally,
    feedback_satisfied mart.tally,
    survey_answers mart.tally,
    survey_satisfied mart.tally,
    interlinked_birth_received mart.tally,
    interlinked_birth_completed mart.tally,
    interlinked_birth_late mart.tally,
    interlinked_death_received mart.tally,
    interlinked_death_completed mart.tally,
    interlinked_death_late mart.tally,
    interlinked_refused mart.tally,
    within_enter mart.tally,
    within_leave mart.tally,
    overdue_enter mart.tally,
    overdue_leave mart.tally,
    no_due_date_enter mart.tally,
    no_due_date_leave mart.tally,
    waiting_supplement_enter mart.tally,
    waiting_supplement_leave mart.tally,
    waiting_payment_enter mart.tally,
    waiting_payment_leave mart.tally,
    overdue_elsewhere_enter mart.tally,
    overdue_elsewhere_leave mart.tally,
    portal_timely_enter mart.tally,
    portal_timely_leave mart.tally,
    PRIMARY KEY (unit_id, basis, day, sector_code, procedure_code)
);
-- The first day of all decides which periods there are.
CREATE INDEX measure_day_by_day ON mart.measure_day (day);
COMMENT ON TABLE mart.measure_day IS 'Flows of a day, and the cases that enter and leave each stock with that day, by unit in each of its roles, sector and procedure; null is none. A stock at a day''s end is the sum of enters less leaves up to it. Days may lie ahead: a case due tomorrow enters overdue the day after.';
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
COMMENT ON COLUMN mart.measure_day.resolved_early IS 'Resolved before the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_on_time IS 'Resolved on the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_overdue IS 'Resolved after the due date in force.';
COMMENT ON COLUMN mart.measure_day.resolved_no_due_date IS 'Resolved without a due date: neither on time nor late.';
COMMENT ON COLUMN mart.measure_day.resolved_within_original IS 'Resolved within the first due date, extensions left aside.';
COMMENT ON COLUMN mart.measure_day.resolved_beyond_original IS 'Resolved after the first due date.';
COMMENT ON COLUMN mart.measure_day.no_due_within_limit IS 'Resolved without due date, within the statutory limit of the procedure.';
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
COMMENT ON COLUMN mart.measure_day.interlinked_birth_received IS 'Interlinked requests received: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_birth_completed IS 'Interlinked requests completed by every agency: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_birth_late IS 'Of the completed, after the due date: khai sinh – thường trú – thẻ BHYT.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_received IS 'Interlinked requests received: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_completed IS 'Interlinked requests completed by every agency: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.interlinked_death_late IS 'Of the completed, after the due date: khai tử – xóa thường trú – mai táng phí.';
COMMENT ON COLUMN mart.measure_day.interlinked_refused IS 'Interlinked requests refused.';
COMMENT ON COLUMN mart.measure_day.within_enter IS 'Cases that enter the stock with the day: those open within the due date.';
COMMENT ON COLUMN mart.measure_day.within_leave IS 'Cases that leave the stock with the day: those open within the due date.';
COMMENT ON COLUMN mart.measure_day.overdue_enter IS 'Cases that enter the stock with the day: those open after the due date.';
COMMENT ON COLUMN mart.measure_day.overdue_leave IS 'Cases that leave the stock with the day: those open after the due date.';
COMMENT ON COLUMN mart.measure_day.no_due_date_enter IS 'Cases that enter the stock with the day: those open without a due date.';
COMMENT ON COLUMN mart.measure_day.no_due_date_leave IS 'Cases that leave the stock with the day: those open without a due date.';
COMMENT ON COLUMN mart.measure_day.waiting_supplement_enter IS 'Cases that enter the stock with the day: those that wait for the citizen''s supplement.';
COMMENT ON COLUMN mart.measure_day.waiting_supplement_leave IS 'Cases that leave the stock with the day: those that wait for the citizen''s supplement.';
COMMENT ON COLUMN mart.measure_day.waiting_payment_enter IS 'Cases that enter the stock with the day: those that wait for the citizen''s payment.';
COMMENT ON COLUMN mart.measure_day.waiting_payment_leave IS 'Cases that leave the stock with the day: those that wait for the citizen''s payment.';
COMMENT ON COLUMN mart.measure_day.overdue_elsewhere_enter IS 'Cases that enter the stock with the day: those overdue that another agency than the receiving one has.';
COMMENT ON COLUMN mart.measure_day.overdue_elsewhere_leave IS 'Cases that leave the stock with the day: those overdue that another agency than the receiving one has.';
COMMENT ON COLUMN mart.measure_day.portal_timely_enter IS 'Cases that enter the stock with the day: those open and timely as the portal counts.';
COMMENT ON COLUMN mart.measure_day.portal_timely_leave IS 'Cases that leave the stock with the day: those open and timely as the portal counts.';

CREATE TABLE mart.duration_day (
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    day date NOT NULL,
    sector_code text NOT NULL,
    minutes integer NOT NULL CHECK (minutes >= 0),
    n mart.tally NOT NULL,
    PRIMARY KEY (unit_id, basis, day, sector_code, minutes)
);
COMMENT ON TABLE mart.duration_day IS 'How many dossiers resolved on a day took how many working minutes: median and percentiles are exact to the minute.';

CREATE TABLE core.contribution_applied (
    case_id uuid PRIMARY KEY,
    counts jsonb NOT NULL
);
COMMENT ON TABLE core.contribution_applied IS 'What each case (or record that counts on its own: feedback, survey, interlinked request) was last counted as, as core.case_count gives it; the writer subtracts it before it adds the new state.';

CREATE TYPE core.step AS (
    happened_at timestamptz,
    status smallint,
    holding_unit_id integer,
    told_at timestamptz
);
COMMENT ON TYPE core.step IS 'A step in the history of a dossier: when, the status after it, who has the dossier after it, and when the source told it.';

CREATE TABLE mart.measure (
    measure text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('flow', 'stock', 'opening', 'sum', 'distinct', 'distribution')),
    parts text[],
    share numeric CHECK (share > 0 AND share < 1),
    definition text NOT NULL,
    source text NOT NULL,
    feed text NOT NULL DEFAULT 'dossiers' REFERENCES audit.feed,
    CHECK ((kind IN ('flow', 'stock')) = (parts IS NULL)),
    CHECK ((kind = 'distribution') = (share IS NOT NULL))
);
COMMENT ON TABLE mart.measure IS 'Measures with their kind of aggregation: a flow adds up over days; a stock is read at the end of a period, opening at its start; a sum adds its parts; distinct counts the procedures with any of its parts; a distribution gives the share (0.5: median) of its part''s durations.';
COMMENT ON COLUMN mart.measure.parts IS 'The measures that this one is made of.';

INSERT INTO mart.measure (measure, kind, parts, share, definition, source) VALUES
('received_in_person', 'flow', NULL, NULL, 'Received at the counter, a missing channel included (hồ sơ nộp trực tiếp).', 'II.06a column 5'),
('received_online', 'flow', NULL, NULL, 'Received online (hồ sơ nộp trực tuyến).', 'II.06a column 4'),
('received_postal', 'flow', NULL, NULL, 'Received by post (bưu chính công ích).', 'II.06a column 5'),
('accepted_late', 'flow', NULL, NULL, 'Online dossiers accepted more than 8 working hours after they were submitted (chậm tiếp nhận).', 'Decree 118/2025 Art. 17-18, as the city of Ho Chi Minh cites it'),
('received_no_due_date', 'flow', NULL, NULL, 'Received without a due date (không có ngày hẹn trả).', 'own measure'),
('received_digitized', 'flow', NULL, NULL, 'Received with a digitized component (thành phần hồ sơ số hóa).', 'Decision 766, 5.3; TT 01/2023/TT-VPCP'),
('received_reused', 'flow', NULL, NULL, 'Received with a component reused (DuocTaiSuDung 1 or 2).', 'Decision 766, REUSED_DIGITIZED_DATA'),
('received_national_store', 'flow', NULL, NULL, 'Received with a component from the national personal store.', 'Decision 766, SYNCED_WITH_DVCQG_PERSONAL_STORAGE'),
('received_population_linked', 'flow', NULL, NULL, 'Received with a look into the population database (MaCSDL 7).', 'Decision 766, CITIZEN_DATA_CONNECTED_DOSSIER'),
('components', 'flow', NULL, NULL, 'Submitted papers of received dossiers.', 'own measure'),
('components_digitized', 'flow', NULL, NULL, 'Of these papers, the digitized ones.', 'own measure'),
('payable', 'flow', NULL, NULL, 'Received dossiers for which something must be paid: the procedure has a fee and not every fee line is 0.', 'Decision 766, 3.6'),
('paid_online', 'flow', NULL, NULL, 'Of the payable dossiers, those paid online (DuocThanhToanTrucTuyen 1 or 2).', 'Decision 766, 3.6'),
('received_birth', 'flow', NULL, NULL, 'Received birth registrations (procedures of the group khai_sinh).', 'Decree 63/2024'),
('received_death', 'flow', NULL, NULL, 'Received death registrations (procedures of the group khai_tu).', 'Decree 63/2024'),
('resolved_early', 'flow', NULL, NULL, 'Resolved before the due date in force.', 'II.06a column 8'),
('resolved_on_time', 'flow', NULL, NULL, 'Resolved on the due date in force.', 'II.06a column 9'),
('resolved_overdue', 'flow', NULL, NULL, 'Resolved after the due date in force.', 'II.06a column 10'),
('resolved_no_due_date', 'flow', NULL, NULL, 'Resolved without a due date: neither on time nor late.', 'own column'),
('resolved_within_original', 'flow', NULL, NULL, 'Resolved within the first due date, extensions left aside.', 'management view, Decree 61/2018 Art. 19.9'),
('resolved_beyond_original', 'flow', NULL, NULL, 'Resolved after the first due date.', 'management view'),
('no_due_within_limit', 'flow', NULL, NULL, 'Resolved without due date, within the statutory limit of the procedure; a limit in hours or working days runs from the next working day for what was received after 15:00.', 'Decision 766, 2.1: no NgayHenTra; Decree 61/2018, Art. 18.2'),
('no_due_beyond_limit', 'flow', NULL, NULL, 'Resolved without due date, beyond the statutory limit.', 'Decision 766, 2.1: no NgayHenTra'),
('resolved_yields_result', 'flow', NULL, NULL, 'Resolved dossiers of procedures that yield a result.', 'Decision 766, ORIGINAL_RESULT_AVAILABLE'),
('resolved_e_result', 'flow', NULL, NULL, 'Of these, with an electronic result: file and code (kết quả điện tử).', 'Decision 766, ORIGINAL_RESULT_AVAILABLE'),
('resolved_digitized', 'flow', NULL, NULL, 'Resolved with a digitized component and a result file.', 'Decision 766, SO_HOA_GIAY_TO_GIAI_QUYET'),
('resolved_second_supplement', 'flow', NULL, NULL, 'Resolved after two supplement requests or more: the portal counts them overdue.', 'Decision 766, 2.1'),
('resolved_overdue_other_agency', 'flow', NULL, NULL, 'Resolved overdue with another agency named as the cause (cơ quan khác giữ).', 'own measure'),
('e_certified_copies', 'flow', NULL, NULL, 'Electronic certified copies issued (chứng thực bản sao điện tử).', 'CV 6053/VPCP-KSTT'),
('processing_minutes', 'flow', NULL, NULL, 'Working minutes from reception to end, waits for the citizen left out, of resolved dossiers; 480 are a working day.', 'observed one-stop product'),
('status_lag_count', 'flow', NULL, NULL, 'Ended dossiers whose ending event is known.', 'own measure'),
('status_lag_minutes', 'flow', NULL, NULL, 'Minutes between the ending event and its CapNhatLuc, summed.', 'own measure'),
('portal_ended_timely', 'flow', NULL, NULL, 'Ended in any way by the due date, or by the statutory limit where there is none, with fewer than two supplement requests.', 'Decision 766, 2.1'),
('refused', 'flow', NULL, NULL, 'Refused after reception (từ chối).', 'memo column of II.06a'),
('withdrawn', 'flow', NULL, NULL, 'Withdrawn by the citizen (công dân rút hồ sơ).', 'memo column of II.06a'),
('stopped', 'flow', NULL, NULL, 'Stopped (dừng giải quyết).', 'memo column of II.06a'),
('reopened', 'flow', NULL, NULL, 'Taken up again after a refusal, withdrawal or stop, which then do not count.', 'own measure'),
('transferred_in', 'flow', NULL, NULL, 'Taken over from another unit (basis holding).', 'own column'),
('transferred_out', 'flow', NULL, NULL, 'Handed over to another unit (basis holding).', 'own column'),
('supplement_requested', 'flow', NULL, NULL, 'Requests for a supplement (yêu cầu bổ sung).', 'TT 03/2025/TT-VPCP form 02'),
('second_supplement', 'flow', NULL, NULL, 'Second requests for a supplement.', 'Decision 766, 2.1; Decree 61/2018 Art. 15.3: once'),
('extension_in_time', 'flow', NULL, NULL, 'Apologies with a new due date, at least one day before the due date (xin lỗi, hẹn lại).', 'Decree 61/2018 Art. 19.9'),
('extension_late', 'flow', NULL, NULL, 'Apologies later than that.', 'Decree 61/2018 Art. 19.9'),
('apology_missing', 'flow', NULL, NULL, 'Dossiers that became overdue without an apology by then.', 'Decree 61/2018 Art. 19.9'),
('paid_count', 'flow', NULL, NULL, 'Payments received, refunded ones included.', 'payment feed'),
('paid_vnd', 'flow', NULL, NULL, 'What was paid, in VND.', 'payment feed'),
('refund_count', 'flow', NULL, NULL, 'Payments refunded.', 'payment feed'),
('refund_vnd', 'flow', NULL, NULL, 'What was refunded, in VND.', 'payment feed'),
('feedback_received', 'flow', NULL, NULL, 'Feedback and recommendations received (phản ánh, kiến nghị).', 'Decision 766, 5.1'),
('feedback_answered_in_time', 'flow', NULL, NULL, 'Feedback answered by its due date.', 'Decision 766, PETITION_PROCESSING_ON_TIME'),
('feedback_answered_late', 'flow', NULL, NULL, 'Feedback answered after its due date.', 'Decision 766, PETITION_PROCESSING_ON_TIME'),
('feedback_rated', 'flow', NULL, NULL, 'Answered feedback that anybody liked or disliked.', 'Decision 766, PETITION_HANDLING_SATISFACTION'),
('feedback_satisfied', 'flow', NULL, NULL, 'Of these, with no fewer likes than dislikes.', 'Decision 766, PETITION_HANDLING_SATISFACTION'),
('survey_answers', 'flow', NULL, NULL, 'Valid overall ratings (đánh giá chung).', 'survey feed'),
('survey_satisfied', 'flow', NULL, NULL, 'Of these, satisfied or very satisfied on their own scale.', 'survey feed'),
('interlinked_birth_received', 'flow', NULL, NULL, 'Interlinked requests received: khai sinh – thường trú – thẻ BHYT.', 'Decree 63/2024'),
('interlinked_birth_completed', 'flow', NULL, NULL, 'Interlinked requests completed by every agency: khai sinh – thường trú – thẻ BHYT.', 'Decree 63/2024'),
('interlinked_birth_late', 'flow', NULL, NULL, 'Of the completed, after the due date: khai sinh – thường trú – thẻ BHYT.', 'Decree 63/2024'),
('interlinked_death_received', 'flow', NULL, NULL, 'Interlinked requests received: khai tử – xóa thường trú – mai táng phí.', 'Decree 63/2024'),
('interlinked_death_completed', 'flow', NULL, NULL, 'Interlinked requests completed by every agency: khai tử – xóa thường trú – mai táng phí.', 'Decree 63/2024'),
('interlinked_death_late', 'flow', NULL, NULL, 'Of the completed, after the due date: khai tử – xóa thường trú – mai táng phí.', 'Decree 63/2024'),
('interlinked_refused', 'flow', NULL, NULL, 'Interlinked requests refused.', 'Decree 63/2024'),
('within', 'stock', NULL, NULL, 'Open within the due date (đang giải quyết trong hạn).', 'II.06a column 12'),
('within_at_start', 'opening', ARRAY['within'], NULL, 'At the end of the day before the period: open within the due date (đang giải quyết trong hạn).', 'II.06a column 12'),
('overdue', 'stock', NULL, NULL, 'Open after the due date (đang giải quyết quá hạn).', 'II.06a column 13'),
('overdue_at_start', 'opening', ARRAY['overdue'], NULL, 'At the end of the day before the period: open after the due date (đang giải quyết quá hạn).', 'II.06a column 13'),
('no_due_date', 'stock', NULL, NULL, 'Open without a due date.', 'own column'),
('no_due_date_at_start', 'opening', ARRAY['no_due_date'], NULL, 'At the end of the day before the period: open without a due date.', 'own column'),
('waiting_supplement', 'stock', NULL, NULL, 'Waiting for the citizen''s supplement (chờ bổ sung).', 'status 5'),
('waiting_supplement_at_start', 'opening', ARRAY['waiting_supplement'], NULL, 'At the end of the day before the period: waiting for the citizen''s supplement (chờ bổ sung).', 'status 5'),
('waiting_payment', 'stock', NULL, NULL, 'Waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).', 'status 6'),
('waiting_payment_at_start', 'opening', ARRAY['waiting_payment'], NULL, 'At the end of the day before the period: waiting for the citizen''s payment (chờ thực hiện nghĩa vụ tài chính).', 'status 6'),
('overdue_elsewhere', 'stock', NULL, NULL, 'Of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).', 'own measure'),
('overdue_elsewhere_at_start', 'opening', ARRAY['overdue_elsewhere'], NULL, 'At the end of the day before the period: of the overdue, those that another agency than the receiving one has (đang ở cơ quan khác).', 'own measure'),
('portal_timely', 'stock', NULL, NULL, 'Open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.', 'Decision 766, 2.1'),
('portal_timely_at_start', 'opening', ARRAY['portal_timely'], NULL, 'At the end of the day before the period: open and timely as the portal counts: not past the due date, or past it only while waiting for a supplement asked for in time, with fewer than two supplement requests.', 'Decision 766, 2.1'),
('received_direct_postal', 'sum', ARRAY['received_in_person', 'received_postal'], NULL, 'Received at the counter and by post.', 'II.06a column 5'),
('received_new', 'sum', ARRAY['received_online', 'received_in_person', 'received_postal'], NULL, 'Received in the period by any channel.', 'II.06a columns 4 and 5'),
('carried_over', 'sum', ARRAY['within_at_start', 'overdue_at_start', 'no_due_date_at_start', 'waiting_supplement_at_start', 'waiting_payment_at_start'], NULL, 'Open at the start of the period (từ kỳ trước).', 'II.06a column 6'),
('received_total', 'sum', ARRAY['received_new', 'carried_over'], NULL, 'All that was to be handled: received and carried over.', 'II.06a column 3'),
('resolved_total', 'sum', ARRAY['resolved_early', 'resolved_on_time', 'resolved_overdue', 'resolved_no_due_date'], NULL, 'Resolved in the period.', 'II.06a column 7'),
('resolved_timely', 'sum', ARRAY['resolved_early', 'resolved_on_time'], NULL, 'Resolved early or on time.', 'II.06a columns 8 and 9'),
('paused', 'sum', ARRAY['waiting_supplement', 'waiting_payment'], NULL, 'Waiting for the citizen at the end of the period.', 'memo column of II.06a'),
('in_progress_within', 'sum', ARRAY['within'], NULL, 'Open within the due date at the end of the period.', 'II.06a column 12'),
('in_progress_overdue', 'sum', ARRAY['overdue'], NULL, 'Open after the due date at the end of the period.', 'II.06a column 13'),
('in_progress_no_due_date', 'sum', ARRAY['no_due_date'], NULL, 'Open without a due date at the end of the period.', 'own column'),
('in_progress_total', 'sum', ARRAY['within', 'overdue', 'no_due_date', 'paused'], NULL, 'Open at the end of the period.', 'II.06a column 11'),
('ended_total', 'sum', ARRAY['resolved_total', 'refused', 'withdrawn', 'stopped'], NULL, 'Ended in the period in any way.', 'own measure'),
('procedures_received', 'distinct', ARRAY['received_online', 'received_in_person', 'received_postal'], NULL, 'Procedures with a dossier received.', 'Decision 766, totalFeeFormality is of the catalogue; this is of dossiers'),
('procedures_online', 'distinct', ARRAY['received_online'], NULL, 'Procedures with a dossier received online.', 'Decision 766, 3.2'),
('procedures_payable', 'distinct', ARRAY['payable'], NULL, 'Procedures with a dossier for which something had to be paid.', 'Decision 766, totalFeeDossierFormality'),
('procedures_paid_online', 'distinct', ARRAY['paid_online'], NULL, 'Procedures with a dossier paid online.', 'Decision 766, totalDossierOnlineFormalityPaymentSuccess'),
('processing_median', 'distribution', ARRAY['processing_minutes'], 0.5, 'Median of the working minutes of resolved dossiers.', 'own measure'),
('processing_p90', 'distribution', ARRAY['processing_minutes'], 0.9, '90th percentile of the working minutes of resolved dossiers.', 'own measure');

UPDATE mart.measure SET feed = told.feed
FROM (
    VALUES
    ('events', ARRAY['reopened', 'transferred_in', 'transferred_out', 'status_lag_count', 'status_lag_minutes']),
    ('payments', ARRAY['paid_count', 'paid_vnd', 'refund_count', 'refund_vnd']),
    ('surveys', ARRAY['survey_answers', 'survey_satisfied']),
    (
        'feedback',
        ARRAY[
            'feedback_received', 'feedback_answered_in_time', 'feedback_answered_late', 'feedback_rated',
            'feedback_satisfied'
        ]
    ),
    (
        'interlinked',
        ARRAY[
            'interlinked_birth_received', 'interlinked_birth_completed', 'interlinked_birth_late',
            'interlinked_death_received', 'interlinked_death_completed', 'interlinked_death_late', 'interlinked_refused'
        ]
    )
) AS told (feed, measures)
WHERE measure.measure = ANY(told.measures);

-- Feedback, surveys and interlinked requests count on their own: they were read, and never touched so far.
ALTER TABLE core.feedback ADD COLUMN counted_as uuid NOT NULL
GENERATED ALWAYS AS (md5(source_id || chr(31) || 'feedback' || chr(31) || record_key)::uuid) STORED;
ALTER TABLE core.survey ADD COLUMN counted_as uuid NOT NULL
GENERATED ALWAYS AS (md5(source_id || chr(31) || 'surveys' || chr(31) || record_key)::uuid) STORED;
ALTER TABLE core.interlinked ADD COLUMN counted_as uuid NOT NULL
GENERATED ALWAYS AS (md5(source_id || chr(31) || 'interlinked' || chr(31) || record_key)::uuid) STORED;
COMMENT ON COLUMN core.feedback.counted_as IS 'The id under which it is touched and counted, as a case is under its own.';
CREATE UNIQUE INDEX feedback_by_counted_as ON core.feedback (counted_as);
CREATE UNIQUE INDEX survey_by_counted_as ON core.survey (counted_as);
CREATE UNIQUE INDEX interlinked_by_counted_as ON core.interlinked (counted_as);
INSERT INTO audit.touched (publish_seq, case_id)
SELECT publish_seq, counted_as FROM core.feedback
UNION
SELECT publish_seq, counted_as FROM core.survey
UNION
SELECT publish_seq, counted_as FROM core.interlinked;

COMMENT ON TABLE audit.touched IS 'Cases, and records that count on their own, whose contribution may have changed with a change of core; append-only.';

CREATE TABLE mart.period_figure (
    subject_kind text NOT NULL CHECK (subject_kind IN ('unit', 'area')),
    subject_id integer NOT NULL,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    period_id text NOT NULL REFERENCES mart.period,
    sector_code text NOT NULL,
    figures jsonb NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, basis, period_id, sector_code)
);
COMMENT ON TABLE mart.period_figure IS 'Every measure of a unit or area in a period, by name: flows added up, stocks at the end, openings at the start, sums, distinct counts, medians; what is not named is nothing. Forms and indicators are read from here.';
CREATE INDEX period_figure_by_period ON mart.period_figure (period_id);

-- A free range of days that somebody wants to be a period.
CREATE TABLE mart.custom_period (
    period_start date NOT NULL,
    period_end date NOT NULL,
    PRIMARY KEY (period_start, period_end),
    CHECK (period_start <= period_end)
);
COMMENT ON TABLE mart.custom_period IS 'Free ranges of days, both ends inclusive, that somebody asked for; the writer opens a period of the kind custom for each.';
COMMENT ON COLUMN mart.custom_period.period_start IS 'First day.';
COMMENT ON COLUMN mart.custom_period.period_end IS 'Last day.';

-- The kinds of periods.
ALTER TABLE mart.period DROP CONSTRAINT period_kind_check;
CREATE TABLE mart.period_kind (
    kind text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE,
    name_vi text NOT NULL,
    by_sector boolean NOT NULL,
    bases text[] NOT NULL CHECK (bases <@ ARRAY['receiving', 'responsible', 'holding']),
    has_form boolean NOT NULL,
    all_indicators boolean NOT NULL,
    kept interval NOT NULL,
    CHECK (NOT has_form OR by_sector)
);
COMMENT ON TABLE mart.period_kind IS 'Kinds of reporting periods, and what is stored of each: by sector or for all only, for which roles, with form II.06a or not, every indicator or the main ones, and how far back figures are computed.';
COMMENT ON COLUMN mart.period_kind.kept IS 'Periods that ended longer ago than this before the business clock are not opened.';
ALTER TABLE mart.period ADD FOREIGN KEY (kind) REFERENCES mart.period_kind;
COMMENT ON TABLE mart.period IS 'Reporting periods, both ends inclusive, id kind:start:end; closed once the business clock has passed the end, restated once its figures moved after something had been published of it.';

-- An indicator names measures; what it may name is checked by a trigger.
ALTER TABLE mart.indicator DROP CONSTRAINT columns_are_of_the_form;
ALTER TABLE mart.indicator DROP CONSTRAINT indicator_value_kind_check;
ALTER TABLE mart.indicator DROP CONSTRAINT indicator_check;
ALTER TABLE mart.indicator RENAME COLUMN numerator_columns TO numerator;
ALTER TABLE mart.indicator RENAME COLUMN denominator_columns TO denominator;
ALTER TABLE mart.indicator ADD COLUMN unit_vi text NOT NULL DEFAULT 'hồ sơ';
ALTER TABLE mart.indicator ADD COLUMN scale numeric NOT NULL DEFAULT 1 CHECK (scale > 0);
ALTER TABLE mart.indicator ADD COLUMN is_main boolean NOT NULL DEFAULT FALSE;
ALTER TABLE mart.indicator ADD COLUMN group_vi text NOT NULL DEFAULT 'Tiến độ, kết quả giải quyết';
ALTER TABLE mart.indicator ADD COLUMN differs text NOT NULL DEFAULT '';
ALTER TABLE mart.indicator ADD CONSTRAINT value_kind_is_known CHECK (value_kind IN ('count', 'ratio', 'mean', 'median', 'external'));
ALTER TABLE mart.indicator ADD CONSTRAINT ratio_has_denominator CHECK ((value_kind IN ('ratio', 'mean')) = (denominator IS NOT NULL));
COMMENT ON TABLE mart.indicator IS 'Indicators as rows: numerator and denominator are sums of the named measures; a zero denominator gives null with the reason zero_denominator.';
COMMENT ON COLUMN mart.indicator.scale IS 'The value is numerator over denominator, divided by this: 480 turns working minutes into working days.';
COMMENT ON COLUMN mart.indicator.is_main IS 'Values are stored by sector, for days and weeks and for every role; of the others only for the receiving role, all sectors and longer periods. mart.period_figure has every measure they are made of.';
COMMENT ON COLUMN mart.indicator.differs IS 'In what it differs from the national portal and from known software.';

-- Values follow from the figures whenever they are read; a publication keeps its own.
DROP TABLE mart.indicator_value;
ALTER TABLE audit.measure_state ADD COLUMN data_as_of timestamptz;
ALTER TABLE audit.measure_state ADD COLUMN unread_feeds text[] NOT NULL DEFAULT '{}';
COMMENT ON TABLE audit.measure_state IS 'The highest publish sequence whose touched cases are in the mart, and the measures, successions and memberships that its figures follow.';
COMMENT ON COLUMN audit.measure_state.data_as_of IS 'Earliest moment up to which every configured source had been read when the figures last caught up with the facts.';
COMMENT ON COLUMN audit.measure_state.unread_feeds IS 'Feeds that no configured source had been read to the end of by then: what is counted from them is unknown, not nothing.';
-- From a figure of a unit to its dossiers.
CREATE INDEX dossier_by_receiving_unit ON core.dossier (receiving_unit_id, received_on);
