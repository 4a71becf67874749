-- Purpose:    the indicator catalogue.
-- Grain:      one indicator version.
-- Reads:      nothing.
-- Writes:     mart.measure, mart.indicator, mart.indicator_value.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

INSERT INTO mart.measure (measure, kind, parts, share, definition, source) VALUES
('interlinked_completed', 'sum', ARRAY['interlinked_birth_completed', 'interlinked_death_completed'], NULL, 'Interlinked requests completed by every agency.', 'Decree 63/2024'),
('interlinked_late', 'sum', ARRAY['interlinked_birth_late', 'interlinked_death_late'], NULL, 'Of these, after the due date.', 'Decree 63/2024'),
('feedback_answered', 'sum', ARRAY['feedback_answered_in_time', 'feedback_answered_late'], NULL, 'Feedback answered in the period.', 'Decision 766, 5.1');

INSERT INTO mart.indicator (
    indicator_code, indicator_version, name_vi, value_kind, direction, numerator, denominator, definition_vi, source,
    differs, group_vi, unit_vi, scale, is_main, valid
) VALUES
(
    'received_count', 1, 'Số hồ sơ tiếp nhận trong kỳ', 'count', 'none', ARRAY['received_new']::text[], NULL,
    'Số hồ sơ có ngày tiếp nhận trong kỳ, theo mọi kênh; không gồm hồ sơ từ kỳ trước chuyển sang.',
    'Biểu II.06a/VPCP/KSTT, cột 4 và 5',
    'Một hồ sơ có nhiều mã (liên thông, bản quốc gia, hai nguồn) chỉ đếm một lần.',
    'Tiếp nhận', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'received_online_count', 1, 'Số hồ sơ tiếp nhận trực tuyến', 'count', 'none', ARRAY['received_online']::text[], NULL,
    'Số hồ sơ nộp trực tuyến có ngày tiếp nhận trong kỳ.',
    'Biểu II.06a/VPCP/KSTT, cột 4',
    '',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'received_in_person_count', 1, 'Số hồ sơ tiếp nhận trực tiếp', 'count', 'none', ARRAY['received_in_person']::text[], NULL,
    'Số hồ sơ nộp trực tiếp tại quầy, gồm hồ sơ không ghi kênh.',
    'Biểu II.06a/VPCP/KSTT, cột 5',
    'Hồ sơ không ghi kênh được tính là trực tiếp, như Cổng, và được đánh dấu.',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'received_postal_count', 1, 'Số hồ sơ tiếp nhận qua bưu chính', 'count', 'none', ARRAY['received_postal']::text[], NULL,
    'Số hồ sơ nộp qua dịch vụ bưu chính công ích.',
    'Biểu II.06a/VPCP/KSTT, cột 5',
    '',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'accepted_late_count', 1, 'Số hồ sơ chậm tiếp nhận', 'count', 'lower_is_better', ARRAY['accepted_late']::text[], NULL,
    'Số hồ sơ trực tuyến được tiếp nhận sau hơn 8 giờ làm việc kể từ khi nộp.',
    'NĐ 118/2025/NĐ-CP, Điều 17–18 (theo cách dẫn của TP. Hồ Chí Minh, vietnamnet.vn 23/10/2025)',
    'Đếm theo giờ làm việc của lịch có hiệu lực, không theo giờ đồng hồ.',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'accepted_late_rate', 1, 'Tỷ lệ hồ sơ chậm tiếp nhận', 'ratio', 'lower_is_better', ARRAY['accepted_late']::text[], ARRAY['received_online']::text[],
    'Số hồ sơ trực tuyến chậm tiếp nhận, chia cho số hồ sơ tiếp nhận trực tuyến trong kỳ.',
    'NĐ 118/2025/NĐ-CP, Điều 17–18',
    '',
    'Tiếp nhận', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'no_due_date_share', 1, 'Tỷ lệ hồ sơ không có ngày hẹn trả', 'ratio', 'lower_is_better', ARRAY['received_no_due_date']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ khi tiếp nhận không có ngày hẹn trả, chia cho số hồ sơ tiếp nhận.',
    'Chỉ tiêu chất lượng dữ liệu của hệ thống',
    'Phần mềm quen thuộc (OpenCPS, TD) tính hồ sơ không có ngày hẹn trả là đúng hạn; ở đây là cột riêng.',
    'Tiếp nhận', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_06a', 1, 'Tỷ lệ đúng hạn (theo biểu II.06a)', 'ratio', 'higher_is_better', ARRAY['resolved_timely']::text[], ARRAY['resolved_total']::text[],
    'Số hồ sơ giải quyết trước hạn và đúng hạn, chia cho tổng số hồ sơ đã giải quyết trong kỳ. Hồ sơ không có ngày hẹn trả nằm trong mẫu số nhưng không được tính là đúng hạn.',
    'Biểu II.06a/VPCP/KSTT, (cột 8 + cột 9) / cột 7',
    'Không gồm hồ sơ đang giải quyết, hồ sơ rút, từ chối, dừng: khác tỷ lệ của Cổng.',
    'Tiến độ, kết quả giải quyết', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_portal', 1, 'Tỷ lệ đúng hạn (theo Cổng DVCQG)', 'ratio', 'higher_is_better', ARRAY['portal_ended_timely', 'portal_timely']::text[], ARRAY['ended_total', 'in_progress_total']::text[],
    'Số hồ sơ kết thúc đúng hạn và hồ sơ đang giải quyết còn trong hạn, chia cho tổng số hồ sơ phải giải quyết trong kỳ (tiếp nhận mới và từ kỳ trước). Yêu cầu bổ sung từ lần thứ hai bị tính quá hạn; trong khi chờ bổ sung, thời điểm yêu cầu là thời điểm kết thúc; không có ngày hẹn trả thì so với thời hạn của thủ tục.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1 (mô tả công thức, đối chiếu 984 quan sát của Cổng)',
    'Cổng tính lại kỳ cũ theo trạng thái hiện tại; ở đây theo diễn biến đến cuối kỳ.',
    'Tiến độ, kết quả giải quyết', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_original', 1, 'Tỷ lệ đúng hạn theo ngày hẹn ban đầu', 'ratio', 'higher_is_better', ARRAY['resolved_within_original']::text[], ARRAY['resolved_within_original', 'resolved_beyond_original']::text[],
    'Số hồ sơ giải quyết không muộn hơn ngày hẹn trả đầu tiên, chia cho số hồ sơ đã giải quyết có ngày hẹn đầu tiên; việc hẹn lại không làm thay đổi.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9 (góc nhìn quản lý)',
    'Phần mềm quen thuộc chỉ giữ ngày hẹn hiện tại.',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_with_limit', 1, 'Tỷ lệ đúng hạn, hồ sơ không có ngày hẹn tính theo thời hạn thủ tục', 'ratio', 'higher_is_better', ARRAY['resolved_timely', 'no_due_within_limit']::text[], ARRAY['resolved_total']::text[],
    'Như biểu II.06a, nhưng hồ sơ không có ngày hẹn trả được coi là đúng hạn khi thời gian giải quyết không quá thời hạn của thủ tục.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1 (trường hợp không có NgayHenTra)',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'late_share', 1, 'Tỷ lệ hồ sơ quá hạn trên tổng số phải giải quyết', 'ratio', 'lower_is_better', ARRAY['resolved_overdue', 'overdue']::text[], ARRAY['ended_total', 'in_progress_total']::text[],
    'Số hồ sơ giải quyết quá hạn và đang giải quyết quá hạn, chia cho tổng số hồ sơ phải giải quyết trong kỳ.',
    'motcua.gialai.gov.vn',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_count', 1, 'Số hồ sơ đã giải quyết', 'count', 'none', ARRAY['resolved_total']::text[], NULL,
    'Số hồ sơ có kết quả trong kỳ.',
    'Biểu II.06a/VPCP/KSTT, cột 7',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'resolved_early_count', 1, 'Số hồ sơ giải quyết trước hạn', 'count', 'none', ARRAY['resolved_early']::text[], NULL,
    'Kết thúc trước ngày hẹn trả.',
    'Biểu II.06a/VPCP/KSTT, cột 8',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_on_time_count', 1, 'Số hồ sơ giải quyết đúng hạn', 'count', 'none', ARRAY['resolved_on_time']::text[], NULL,
    'Kết thúc đúng ngày hẹn trả; thủ tục tính theo giờ: đúng phút hẹn trả.',
    'Biểu II.06a/VPCP/KSTT, cột 9',
    'Trước hạn và quá hạn được so cùng một đơn vị (ngày hoặc phút).',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_overdue_count', 1, 'Số hồ sơ giải quyết quá hạn', 'count', 'lower_is_better', ARRAY['resolved_overdue']::text[], NULL,
    'Kết thúc sau ngày hẹn trả có hiệu lực khi kết thúc.',
    'Biểu II.06a/VPCP/KSTT, cột 10',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'resolved_overdue_other_agency_count', 1, 'Số hồ sơ giải quyết quá hạn do cơ quan khác', 'count', 'none', ARRAY['resolved_overdue_other_agency']::text[], NULL,
    'Hồ sơ giải quyết quá hạn có nguyên nhân ghi là cơ quan khác giữ.',
    'Chỉ tiêu của hệ thống, nguyên nhân theo danh mục của nguồn',
    'Nêu bên cạnh, không trừ khỏi số quá hạn.',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'in_progress_count', 1, 'Số hồ sơ đang giải quyết cuối kỳ', 'count', 'none', ARRAY['in_progress_total']::text[], NULL,
    'Số hồ sơ đã tiếp nhận và chưa kết thúc đến cuối kỳ.',
    'Biểu II.06a/VPCP/KSTT, cột 11',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'in_progress_overdue_count', 1, 'Số hồ sơ đang giải quyết quá hạn cuối kỳ', 'count', 'lower_is_better', ARRAY['overdue']::text[], NULL,
    'Đang giải quyết, ngày hẹn trả đã qua.',
    'Biểu II.06a/VPCP/KSTT, cột 13',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'overdue_elsewhere_count', 1, 'Trong đó: đang ở cơ quan khác xử lý', 'count', 'none', ARRAY['overdue_elsewhere']::text[], NULL,
    'Hồ sơ đang quá hạn mà cơ quan giữ hồ sơ không phải cơ quan tiếp nhận.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'no_due_date_open_count', 1, 'Số hồ sơ đang giải quyết không có ngày hẹn trả', 'count', 'lower_is_better', ARRAY['no_due_date']::text[], NULL,
    'Đang giải quyết, chưa có ngày hẹn trả.',
    'Chỉ tiêu của hệ thống',
    'Không gộp vào trong hạn.',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'waiting_supplement_count', 1, 'Số hồ sơ chờ bổ sung cuối kỳ', 'count', 'none', ARRAY['waiting_supplement']::text[], NULL,
    'Đã yêu cầu bổ sung, công dân chưa nộp.',
    'Trạng thái 5 của nguồn',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'waiting_payment_count', 1, 'Số hồ sơ chờ thực hiện nghĩa vụ tài chính cuối kỳ', 'count', 'none', ARRAY['waiting_payment']::text[], NULL,
    'Đang chờ công dân thực hiện nghĩa vụ tài chính.',
    'Trạng thái 6 của nguồn',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refused_count', 1, 'Số hồ sơ từ chối', 'count', 'none', ARRAY['refused']::text[], NULL,
    'Đã tiếp nhận rồi từ chối giải quyết.',
    'Cột theo dõi riêng của biểu II.06a',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'withdrawn_count', 1, 'Số hồ sơ công dân rút', 'count', 'none', ARRAY['withdrawn']::text[], NULL,
    'Công dân rút hồ sơ trong kỳ.',
    'Cột theo dõi riêng của biểu II.06a',
    'Biểu in của một số địa phương gộp vào đúng hạn.',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'stopped_count', 1, 'Số hồ sơ dừng giải quyết', 'count', 'none', ARRAY['stopped']::text[], NULL,
    'Dừng giải quyết trong kỳ.',
    'Cột theo dõi riêng của biểu II.06a',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'reopened_count', 1, 'Số lần mở lại hồ sơ đã rút, từ chối, dừng', 'count', 'none', ARRAY['reopened']::text[], NULL,
    'Hồ sơ được mở lại; lần kết thúc trước đó không còn được tính.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'lần', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'supplement_rate', 1, 'Tỷ lệ lượt yêu cầu bổ sung trên hồ sơ tiếp nhận', 'mean', 'lower_is_better', ARRAY['supplement_requested']::text[], ARRAY['received_new']::text[],
    'Số lần yêu cầu bổ sung trong kỳ, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'TT 03/2025/TT-VPCP, mẫu 02',
    '',
    'Tiến độ, kết quả giải quyết', 'lần/hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'second_supplement_count', 1, 'Số hồ sơ yêu cầu bổ sung lần 2', 'count', 'lower_is_better', ARRAY['second_supplement']::text[], NULL,
    'Yêu cầu bổ sung lần thứ hai trong kỳ: sẽ bị Cổng tính quá hạn.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1; NĐ 61/2018/NĐ-CP, Điều 15 khoản 3',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'extension_count', 1, 'Số lần xin lỗi, hẹn lại ngày trả', 'count', 'none', ARRAY['extension_in_time', 'extension_late']::text[], NULL,
    'Số thư xin lỗi kèm ngày hẹn trả mới trong kỳ.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', 'lần', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'extension_in_time_rate', 1, 'Tỷ lệ xin lỗi, hẹn lại đúng quy định', 'ratio', 'higher_is_better', ARRAY['extension_in_time']::text[], ARRAY['extension_in_time', 'extension_late']::text[],
    'Số thư xin lỗi gửi chậm nhất 1 ngày trước ngày hẹn trả, chia cho tổng số thư xin lỗi trong kỳ.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'apology_missing_count', 1, 'Số hồ sơ quá hạn không có thư xin lỗi', 'count', 'lower_is_better', ARRAY['apology_missing']::text[], NULL,
    'Hồ sơ bắt đầu quá hạn trong kỳ mà đến ngày đó chưa có thư xin lỗi.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'status_update_lag_hours', 1, 'Độ trễ cập nhật trạng thái kết thúc trung bình', 'mean', 'lower_is_better', ARRAY['status_lag_minutes']::text[], ARRAY['status_lag_count']::text[],
    'Thời gian trung bình từ khi hồ sơ kết thúc đến khi phần mềm cập nhật.',
    'Chỉ tiêu của hệ thống',
    'Tách lỗi đồng bộ khỏi lỗi chậm giải quyết.',
    'Tiến độ, kết quả giải quyết', 'giờ', 60, FALSE, daterange('2018-01-01', NULL)
),
(
    'mean_processing_working_days', 1, 'Thời gian giải quyết trung bình', 'mean', 'lower_is_better', ARRAY['processing_minutes']::text[], ARRAY['resolved_total']::text[],
    'Thời gian làm việc từ tiếp nhận đến kết thúc, trừ thời gian chờ công dân; 8 giờ là một ngày làm việc.',
    'QĐ 766/QĐ-TTg, chỉ số 2.2 (thông tin)',
    'Theo giờ hành chính và lịch nghỉ lễ, không theo giờ đồng hồ.',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, TRUE, daterange('2018-01-01', NULL)
),
(
    'median_processing_working_days', 1, 'Thời gian giải quyết – mức giữa (trung vị)', 'median', 'lower_is_better', ARRAY['processing_median']::text[], NULL,
    'Một nửa số hồ sơ được giải quyết không lâu hơn mức này.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, FALSE, daterange('2018-01-01', NULL)
),
(
    'p90_processing_working_days', 1, 'Thời gian giải quyết – 90% hồ sơ không quá', 'median', 'lower_is_better', ARRAY['processing_p90']::text[], NULL,
    'Chín phần mười số hồ sơ được giải quyết không lâu hơn mức này.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, FALSE, daterange('2018-01-01', NULL)
),
(
    'online_rate', 1, 'Tỷ lệ hồ sơ nộp trực tuyến', 'ratio', 'higher_is_better', ARRAY['received_online']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ nộp trực tuyến, chia cho số hồ sơ tiếp nhận trong kỳ theo mọi kênh (trực tuyến, trực tiếp, bưu chính).',
    'QĐ 766/QĐ-TTg, chỉ số 3.3; biểu II.06a, cột 4 / (cột 4 + cột 5)',
    'Phần mềm quen thuộc bỏ hồ sơ bưu chính khỏi mẫu số; Cổng đòi hỏi thêm kết quả điện tử.',
    'Cung cấp dịch vụ công trực tuyến', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'procedures_online_rate', 1, 'Tỷ lệ TTHC có phát sinh hồ sơ trực tuyến', 'ratio', 'higher_is_better', ARRAY['procedures_online']::text[], ARRAY['procedures_received']::text[],
    'Số TTHC có hồ sơ nộp trực tuyến, chia cho số TTHC có hồ sơ tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, chỉ số 3.2',
    'Mẫu số của Cổng là số dịch vụ công trực tuyến được cung cấp; ở đây là số TTHC có phát sinh hồ sơ.',
    'Cung cấp dịch vụ công trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'online_payment_rate', 1, 'Tỷ lệ hồ sơ thanh toán trực tuyến', 'ratio', 'higher_is_better', ARRAY['paid_online']::text[], ARRAY['payable']::text[],
    'Số hồ sơ thanh toán trực tuyến, chia cho số hồ sơ phải nộp phí, lệ phí (TTHC có phí, trừ hồ sơ mà mọi khoản đều bằng 0), theo ngày tiếp nhận.',
    'QĐ 766/QĐ-TTg, chỉ số 3.6',
    'Hai báo cáo của một phần mềm quen thuộc dùng hai điều kiện khác nhau cho cùng chỉ tiêu.',
    'Thanh toán trực tuyến', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'procedures_online_payment_rate', 1, 'Tỷ lệ TTHC có giao dịch thanh toán trực tuyến', 'ratio', 'higher_is_better', ARRAY['procedures_paid_online']::text[], ARRAY['procedures_payable']::text[],
    'Số TTHC có hồ sơ thanh toán trực tuyến, chia cho số TTHC có hồ sơ phải nộp phí trong kỳ.',
    'QĐ 766/QĐ-TTg, nhóm thanh toán trực tuyến, thành phần B',
    'Mẫu số của Cổng là mọi TTHC có phí; ở đây là TTHC có hồ sơ phải nộp phí.',
    'Thanh toán trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'payable_count', 1, 'Số hồ sơ phải nộp phí, lệ phí', 'count', 'none', ARRAY['payable']::text[], NULL,
    'Hồ sơ tiếp nhận của TTHC có phí, trừ hồ sơ mà mọi khoản đều bằng 0.',
    'QĐ 766/QĐ-TTg, chỉ số 3.6',
    '',
    'Thanh toán trực tuyến', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'paid_amount', 1, 'Số tiền đã thu', 'count', 'none', ARRAY['paid_vnd']::text[], NULL,
    'Số tiền phí, lệ phí đã thanh toán trong kỳ, gồm khoản sau đó hoàn lại.',
    'Nguồn thanh toán',
    'Cộng theo yêu cầu thanh toán, không qua phép nối với thành phần hồ sơ.',
    'Thanh toán trực tuyến', 'đồng', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refund_count', 1, 'Số lượt hoàn phí', 'count', 'none', ARRAY['refund_count']::text[], NULL,
    'Số khoản thanh toán được hoàn trong kỳ.',
    'Nguồn thanh toán',
    '',
    'Thanh toán trực tuyến', 'lượt', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refund_amount', 1, 'Số tiền hoàn phí', 'count', 'none', ARRAY['refund_vnd']::text[], NULL,
    'Số tiền được hoàn trong kỳ.',
    'Nguồn thanh toán',
    '',
    'Thanh toán trực tuyến', 'đồng', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'digitized_dossier_rate', 1, 'Tỷ lệ hồ sơ có thành phần được số hóa', 'ratio', 'higher_is_better', ARRAY['received_digitized']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có ít nhất một thành phần được số hóa, chia cho số hồ sơ tiếp nhận.',
    'TT 01/2023/TT-VPCP',
    '',
    'Số hóa hồ sơ', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'component_digitized_rate', 1, 'Tỷ lệ thành phần hồ sơ được số hóa', 'ratio', 'higher_is_better', ARRAY['components_digitized']::text[], ARRAY['components']::text[],
    'Số thành phần được số hóa, chia cho số thành phần đã nộp.',
    'TT 01/2023/TT-VPCP',
    'Không nối hồ sơ với thành phần khi cộng tiền: số tiền không bị nhân lên.',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'digitized_result_rate', 1, 'Tỷ lệ hồ sơ có thành phần và kết quả được số hóa', 'ratio', 'higher_is_better', ARRAY['resolved_digitized']::text[], ARRAY['resolved_total']::text[],
    'Số hồ sơ đã giải quyết có thành phần số hóa và có tệp kết quả, chia cho số hồ sơ đã giải quyết.',
    'QĐ 766/QĐ-TTg, SO_HOA_GIAY_TO_GIAI_QUYET',
    'Một phần mềm quen thuộc cho điểm tất cả hoặc không ở mức 80%.',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'e_result_rate', 1, 'Tỷ lệ cấp kết quả điện tử', 'ratio', 'higher_is_better', ARRAY['resolved_e_result']::text[], ARRAY['resolved_yields_result']::text[],
    'Số hồ sơ đã giải quyết có kết quả điện tử (tệp và mã), chia cho số hồ sơ đã giải quyết của TTHC có kết quả là giấy tờ.',
    'QĐ 766/QĐ-TTg, ORIGINAL_RESULT_AVAILABLE',
    '',
    'Số hóa hồ sơ', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'reuse_rate', 1, 'Tỷ lệ khai thác, sử dụng lại dữ liệu số hóa', 'ratio', 'higher_is_better', ARRAY['received_reused']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có thành phần được tái sử dụng, chia cho số hồ sơ tiếp nhận.',
    'QĐ 766/QĐ-TTg, REUSED_DIGITIZED_DATA',
    'Một phần mềm quen thuộc lọc cột mã bằng chữ nên luôn bằng 0.',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'national_store_rate', 1, 'Tỷ lệ hồ sơ lấy giấy tờ từ kho dữ liệu cá nhân', 'ratio', 'higher_is_better', ARRAY['received_national_store']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có thành phần lấy từ kho dữ liệu cá nhân của Cổng DVCQG, chia cho số hồ sơ tiếp nhận.',
    'QĐ 766/QĐ-TTg, SYNCED_WITH_DVCQG_PERSONAL_STORAGE',
    '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'population_linked_rate', 1, 'Tỷ lệ hồ sơ khai thác dữ liệu dân cư', 'ratio', 'higher_is_better', ARRAY['received_population_linked']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có khai thác Cơ sở dữ liệu quốc gia về dân cư, chia cho số hồ sơ tiếp nhận.',
    'QĐ 766/QĐ-TTg, CITIZEN_DATA_CONNECTED_DOSSIER',
    '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'e_certified_copy_count', 1, 'Số bản sao điện tử được chứng thực', 'count', 'higher_is_better', ARRAY['e_certified_copies']::text[], NULL,
    'Số hồ sơ chứng thực bản sao điện tử từ bản chính đã giải quyết.',
    'QĐ 766/QĐ-TTg, ELECTRONIC_CERTIFIED_COPY; CV 6053/VPCP-KSTT',
    'Cổng chỉ hỏi xã có cung cấp hay không.',
    'Số hóa hồ sơ', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_birth_count', 1, 'Số hồ sơ liên thông khai sinh – thường trú – thẻ BHYT', 'count', 'higher_is_better', ARRAY['interlinked_birth_received']::text[], NULL,
    'Số hồ sơ liên thông nhóm khai sinh tiếp nhận trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_death_count', 1, 'Số hồ sơ liên thông khai tử – xóa thường trú – mai táng phí, tử tuất', 'count', 'higher_is_better', ARRAY['interlinked_death_received']::text[], NULL,
    'Số hồ sơ liên thông nhóm khai tử tiếp nhận trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_birth_share', 1, 'Số hồ sơ liên thông trên mỗi 100 hồ sơ khai sinh', 'mean', 'higher_is_better', ARRAY['interlinked_birth_received']::text[], ARRAY['received_birth']::text[],
    'Số hồ sơ liên thông khai sinh, chia cho số hồ sơ đăng ký khai sinh tiếp nhận trong kỳ, nhân 100. Có thể vượt 100 khi hồ sơ liên thông đến trước kỳ tiếp nhận.',
    'NĐ 63/2024/NĐ-CP; Đề án 06',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 0.01, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_death_share', 1, 'Số hồ sơ liên thông trên mỗi 100 hồ sơ khai tử', 'mean', 'higher_is_better', ARRAY['interlinked_death_received']::text[], ARRAY['received_death']::text[],
    'Số hồ sơ liên thông khai tử, chia cho số hồ sơ đăng ký khai tử tiếp nhận trong kỳ, nhân 100.',
    'NĐ 63/2024/NĐ-CP; Đề án 06',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 0.01, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_late_rate', 1, 'Tỷ lệ hồ sơ liên thông hoàn thành quá hạn', 'ratio', 'lower_is_better', ARRAY['interlinked_late']::text[], ARRAY['interlinked_completed']::text[],
    'Số hồ sơ liên thông mọi cơ quan hoàn thành sau ngày hẹn, chia cho số hồ sơ liên thông hoàn thành trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_refused_count', 1, 'Số hồ sơ liên thông bị từ chối', 'count', 'lower_is_better', ARRAY['interlinked_refused']::text[], NULL,
    'Hồ sơ liên thông kết thúc bằng từ chối trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'satisfaction_rate', 1, 'Mức độ hài lòng (phiếu đánh giá)', 'ratio', 'higher_is_better', ARRAY['survey_satisfied']::text[], ARRAY['survey_answers']::text[],
    'Số phiếu đánh giá chung ở mức hài lòng trở lên, chia cho số phiếu hợp lệ, theo ngày đánh giá; mỗi thang đo xét riêng.',
    'TT 01/2018/TT-VPCP, Điều 13–15',
    'Một phần mềm quen thuộc lọc theo ngày tạo hồ sơ, và tính 0 phiếu thành 100% không hài lòng.',
    'Mức độ hài lòng', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'feedback_count', 1, 'Số phản ánh, kiến nghị (PAKN) tiếp nhận', 'count', 'none', ARRAY['feedback_received']::text[], NULL,
    'Số phản ánh, kiến nghị tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, nhóm mức độ hài lòng',
    '',
    'Mức độ hài lòng', 'phản ánh', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'feedback_on_time_rate', 1, 'Tỷ lệ trả lời PAKN đúng hạn', 'ratio', 'higher_is_better', ARRAY['feedback_answered_in_time']::text[], ARRAY['feedback_answered']::text[],
    'Số PAKN trả lời không quá hạn, chia cho số PAKN trả lời trong kỳ.',
    'QĐ 766/QĐ-TTg, PETITION_PROCESSING_ON_TIME',
    '',
    'Mức độ hài lòng', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'feedback_satisfaction_rate', 1, 'Tỷ lệ hài lòng với trả lời PAKN', 'ratio', 'higher_is_better', ARRAY['feedback_satisfied']::text[], ARRAY['feedback_rated']::text[],
    'Số trả lời có lượt thích không ít hơn lượt không thích, chia cho số trả lời được đánh giá.',
    'QĐ 766/QĐ-TTg, PETITION_HANDLING_SATISFACTION',
    '',
    'Mức độ hài lòng', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'procedure_published_on_time_rate', 1, 'Tỷ lệ TTHC công bố đúng hạn', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số TTHC được công bố trước ngày có hiệu lực đủ thời hạn, chia cho số TTHC công bố trong kỳ; cấp tỉnh nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, PUBLISH_ON_TIME',
    'Không có trong dữ liệu hồ sơ: nhập từ bảng.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'procedure_content_full_rate', 1, 'Tỷ lệ TTHC công khai đầy đủ nội dung', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số TTHC công khai đầy đủ các bộ phận tạo thành, chia cho số TTHC; nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, PUBLIC_CONTENT_FULL',
    'Không có trong dữ liệu hồ sơ: nhập từ bảng.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'dossier_sync_rate', 1, 'Tỷ lệ đồng bộ hồ sơ lên Cổng DVCQG', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số hồ sơ đã đồng bộ có ngày tiếp nhận trong kỳ, chia cho số hồ sơ tiếp nhận; số của Cổng nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, DOSSIER_SYNC',
    'Không có trong dữ liệu hồ sơ: nhập từ bảng.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
)
ON CONFLICT (indicator_code, indicator_version) DO UPDATE SET
    name_vi = excluded.name_vi,
    numerator = excluded.numerator,
    denominator = excluded.denominator,
    definition_vi = excluded.definition_vi,
    source = excluded.source,
    differs = excluded.differs,
    group_vi = excluded.group_vi,
    unit_vi = excluded.unit_vi,
    scale = excluded.scale,
    is_main = excluded.is_main,
    valid = excluded.valid;
