-- Purpose:    the indicator catalogue.
-- Grain:      one indicator version.
-- Reads:      nothing.
-- Writes:     mart.measure, mart.indicator.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

INSERT INTO mart.measure (measure, kind, parts, share, definition, source, feed) VALUES
('interlinked_completed', 'sum', ARRAY['interlinked_birth_completed', 'interlinked_death_completed'], NULL, 'Interlinked requests completed by every agency.', 'Decree 63/2024', 'interlinked'),
('interlinked_late', 'sum', ARRAY['interlinked_birth_late', 'interlinked_death_late'], NULL, 'Of these, after the due date.', 'Decree 63/2024', 'interlinked'),
('feedback_answered', 'sum', ARRAY['feedback_answered_in_time', 'feedback_answered_late'], NULL, 'Feedback answered in the period.', 'Decision 766, 5.1', 'feedback');

INSERT INTO mart.indicator (
    indicator_code, indicator_version, name_vi, value_kind, direction, numerator, denominator, definition_vi, source,
    differs, group_vi, unit_vi, scale, is_main, valid
) VALUES
(
    'received_count', 1, 'Số hồ sơ tiếp nhận trong kỳ', 'count', 'none', ARRAY['received_new']::text[], NULL,
    'Số hồ sơ có ngày tiếp nhận trong kỳ, theo mọi kênh; không gồm hồ sơ từ kỳ trước chuyển sang.',
    'Biểu II.06a/VPCP/KSTT, cột 4 và 5',
    'Một hồ sơ có nhiều mã số (hồ sơ liên thông, bản trên Cổng, hai nguồn cùng gửi) chỉ được tính một lần.',
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
    'Số hồ sơ nộp trực tiếp tại Bộ phận Một cửa có ngày tiếp nhận trong kỳ, gồm cả hồ sơ không ghi kênh thực hiện.',
    'Biểu II.06a/VPCP/KSTT, cột 5',
    'Hồ sơ không ghi kênh thực hiện được tính là nộp trực tiếp, như cách tính của Cổng, và được đánh dấu.',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'received_postal_count', 1, 'Số hồ sơ tiếp nhận qua bưu chính', 'count', 'none', ARRAY['received_postal']::text[], NULL,
    'Số hồ sơ nộp qua dịch vụ bưu chính công ích có ngày tiếp nhận trong kỳ.',
    'Biểu II.06a/VPCP/KSTT, cột 5',
    '',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'accepted_late_count', 1, 'Số hồ sơ chậm tiếp nhận', 'count', 'lower_is_better', ARRAY['accepted_late']::text[], NULL,
    'Số hồ sơ nộp trực tuyến được tiếp nhận khi đã quá 8 giờ làm việc kể từ khi nộp; tính vào ngày tiếp nhận.',
    'NĐ 118/2025/NĐ-CP, Điều 17–18 (theo cách dẫn của TP. Hồ Chí Minh, vietnamnet.vn 23/10/2025)',
    'Tính theo giờ làm việc của lịch đang áp dụng, không tính buổi tối, ngày nghỉ, ngày lễ.',
    'Tiếp nhận', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'accepted_late_rate', 1, 'Tỷ lệ hồ sơ chậm tiếp nhận', 'ratio', 'lower_is_better', ARRAY['accepted_late']::text[], ARRAY['received_online']::text[],
    'Số hồ sơ chậm tiếp nhận, chia cho số hồ sơ tiếp nhận trực tuyến trong kỳ.',
    'NĐ 118/2025/NĐ-CP, Điều 17–18',
    '',
    'Tiếp nhận', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'no_due_date_share', 1, 'Tỷ lệ hồ sơ không có ngày hẹn trả', 'ratio', 'lower_is_better', ARRAY['received_no_due_date']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ khi tiếp nhận không có ngày hẹn trả, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'Chỉ tiêu chất lượng dữ liệu của hệ thống',
    'Một số phần mềm một cửa tính hồ sơ không có ngày hẹn trả là đúng hạn; ở đây tách thành cột riêng.',
    'Tiếp nhận', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_06a', 1, 'Tỷ lệ đúng hạn (theo biểu II.06a)', 'ratio', 'higher_is_better', ARRAY['resolved_timely']::text[], ARRAY['resolved_total']::text[],
    'Số hồ sơ giải quyết trước hạn và đúng hạn, chia cho tổng số hồ sơ đã giải quyết trong kỳ. Hồ sơ không có ngày hẹn trả nằm trong mẫu số nhưng không được tính là đúng hạn.',
    'Biểu II.06a/VPCP/KSTT, (cột 8 + cột 9) / cột 7',
    'Khác tỷ lệ của Cổng: không tính hồ sơ đang giải quyết và hồ sơ kết thúc do rút, từ chối, dừng giải quyết.',
    'Tiến độ, kết quả giải quyết', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_portal', 1, 'Tỷ lệ đúng hạn (theo Cổng DVCQG)', 'ratio', 'higher_is_better', ARRAY['portal_ended_timely', 'portal_timely']::text[], ARRAY['ended_total', 'in_progress_total']::text[],
    'Số hồ sơ kết thúc đúng hạn và hồ sơ đang giải quyết còn trong hạn, chia cho tổng số hồ sơ phải giải quyết trong kỳ (đã kết thúc và đang giải quyết). Hồ sơ bị yêu cầu bổ sung từ hai lần trở lên tính là quá hạn; hồ sơ đang chờ bổ sung lấy thời điểm yêu cầu để so với hạn; hồ sơ không có ngày hẹn trả so với thời hạn của thủ tục.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1',
    'Cổng tính lại kỳ cũ theo trạng thái hiện nay của hồ sơ; ở đây tính theo diễn biến của hồ sơ đến cuối kỳ.',
    'Tiến độ, kết quả giải quyết', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_original', 1, 'Tỷ lệ đúng hạn theo ngày hẹn ban đầu', 'ratio', 'higher_is_better', ARRAY['resolved_within_original']::text[], ARRAY['resolved_within_original', 'resolved_beyond_original']::text[],
    'Số hồ sơ giải quyết không muộn hơn ngày hẹn trả ban đầu, chia cho số hồ sơ đã giải quyết có ngày hẹn trả ban đầu; không xét việc hẹn lại.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9 (phục vụ quản lý nội bộ)',
    'Một số phần mềm một cửa chỉ lưu ngày hẹn trả sau cùng.',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'on_time_rate_with_limit', 1, 'Tỷ lệ đúng hạn, hồ sơ không có ngày hẹn trả tính theo thời hạn của thủ tục', 'ratio', 'higher_is_better', ARRAY['resolved_timely', 'no_due_within_limit']::text[], ARRAY['resolved_total']::text[],
    'Tính như biểu II.06a, nhưng hồ sơ không có ngày hẹn trả được tính là đúng hạn khi thời gian giải quyết không quá thời hạn của thủ tục; hồ sơ tiếp nhận sau 15 giờ tính từ đầu ngày làm việc tiếp theo.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1 (trường hợp không có NgayHenTra); NĐ 61/2018/NĐ-CP, Điều 18 khoản 2',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'late_share', 1, 'Tỷ lệ hồ sơ quá hạn trên tổng số phải giải quyết', 'ratio', 'lower_is_better', ARRAY['resolved_overdue', 'overdue']::text[], ARRAY['ended_total', 'in_progress_total']::text[],
    'Số hồ sơ giải quyết quá hạn và đang giải quyết quá hạn, chia cho tổng số hồ sơ phải giải quyết trong kỳ (đã kết thúc và đang giải quyết).',
    'Cách tính công bố tại motcua.gialai.gov.vn',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_count', 1, 'Số hồ sơ đã giải quyết', 'count', 'none', ARRAY['resolved_total']::text[], NULL,
    'Số hồ sơ giải quyết xong, có kết quả trong kỳ.',
    'Biểu II.06a/VPCP/KSTT, cột 7',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'resolved_early_count', 1, 'Số hồ sơ giải quyết trước hạn', 'count', 'none', ARRAY['resolved_early']::text[], NULL,
    'Số hồ sơ giải quyết xong trước ngày hẹn trả.',
    'Biểu II.06a/VPCP/KSTT, cột 8',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_on_time_count', 1, 'Số hồ sơ giải quyết đúng hạn', 'count', 'none', ARRAY['resolved_on_time']::text[], NULL,
    'Số hồ sơ giải quyết xong đúng ngày hẹn trả; thủ tục có thời hạn tính theo giờ: đúng phút hẹn trả.',
    'Biểu II.06a/VPCP/KSTT, cột 9',
    'Trước hạn, đúng hạn, quá hạn được so theo cùng một đơn vị thời gian (ngày hoặc phút).',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'resolved_overdue_count', 1, 'Số hồ sơ giải quyết quá hạn', 'count', 'lower_is_better', ARRAY['resolved_overdue']::text[], NULL,
    'Số hồ sơ giải quyết xong sau ngày hẹn trả; đã hẹn lại thì so với ngày hẹn trả sau cùng.',
    'Biểu II.06a/VPCP/KSTT, cột 10',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'resolved_overdue_other_agency_count', 1, 'Số hồ sơ giải quyết quá hạn do cơ quan khác', 'count', 'none', ARRAY['resolved_overdue_other_agency']::text[], NULL,
    'Số hồ sơ giải quyết quá hạn có ghi nguyên nhân do cơ quan khác.',
    'Chỉ tiêu của hệ thống; nguyên nhân theo danh mục của nguồn',
    'Chỉ nêu kèm theo, không trừ khỏi số hồ sơ quá hạn.',
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
    'Số hồ sơ đang giải quyết đã quá ngày hẹn trả, không gồm hồ sơ đang chờ công dân.',
    'Biểu II.06a/VPCP/KSTT, cột 13',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'overdue_elsewhere_count', 1, 'Số hồ sơ quá hạn đang ở cơ quan khác xử lý', 'count', 'none', ARRAY['overdue_elsewhere']::text[], NULL,
    'Số hồ sơ đang giải quyết quá hạn cuối kỳ mà cơ quan đang giữ hồ sơ không phải là cơ quan tiếp nhận.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'no_due_date_open_count', 1, 'Số hồ sơ đang giải quyết không có ngày hẹn trả', 'count', 'lower_is_better', ARRAY['no_due_date']::text[], NULL,
    'Số hồ sơ đang giải quyết cuối kỳ không có ngày hẹn trả, không gồm hồ sơ đang chờ công dân.',
    'Chỉ tiêu của hệ thống',
    'Không gộp vào số hồ sơ trong hạn.',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'waiting_supplement_count', 1, 'Số hồ sơ chờ bổ sung cuối kỳ', 'count', 'none', ARRAY['waiting_supplement']::text[], NULL,
    'Số hồ sơ đã yêu cầu bổ sung mà công dân chưa nộp bổ sung.',
    'Trạng thái 5 của nguồn',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'waiting_payment_count', 1, 'Số hồ sơ chờ thực hiện nghĩa vụ tài chính cuối kỳ', 'count', 'none', ARRAY['waiting_payment']::text[], NULL,
    'Số hồ sơ đang chờ công dân thực hiện nghĩa vụ tài chính.',
    'Trạng thái 6 của nguồn',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refused_count', 1, 'Số hồ sơ từ chối tiếp nhận', 'count', 'none', ARRAY['refused']::text[], NULL,
    'Số hồ sơ đã có ngày tiếp nhận nhưng kết thúc trong kỳ ở trạng thái từ chối.',
    'Cột theo dõi riêng của biểu II.06a',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'withdrawn_count', 1, 'Số hồ sơ công dân rút', 'count', 'none', ARRAY['withdrawn']::text[], NULL,
    'Số hồ sơ kết thúc trong kỳ do công dân rút hồ sơ.',
    'Cột theo dõi riêng của biểu II.06a',
    'Biểu của một số địa phương gộp vào số hồ sơ đúng hạn.',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'stopped_count', 1, 'Số hồ sơ dừng giải quyết', 'count', 'none', ARRAY['stopped']::text[], NULL,
    'Số hồ sơ dừng giải quyết trong kỳ.',
    'Cột theo dõi riêng của biểu II.06a',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'reopened_count', 1, 'Số lần mở lại hồ sơ đã rút, từ chối, dừng', 'count', 'none', ARRAY['reopened']::text[], NULL,
    'Số lần hồ sơ được mở lại trong kỳ; lần kết thúc trước đó không còn được tính.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'lần', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'supplement_rate', 1, 'Số lần yêu cầu bổ sung bình quân một hồ sơ tiếp nhận', 'mean', 'lower_is_better', ARRAY['supplement_requested']::text[], ARRAY['received_new']::text[],
    'Số lần yêu cầu bổ sung trong kỳ, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'TT 03/2025/TT-VPCP, mẫu 02',
    '',
    'Tiến độ, kết quả giải quyết', 'lần/hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'second_supplement_count', 1, 'Số hồ sơ yêu cầu bổ sung lần 2', 'count', 'lower_is_better', ARRAY['second_supplement']::text[], NULL,
    'Số hồ sơ bị yêu cầu bổ sung lần thứ hai trong kỳ; Cổng sẽ tính là quá hạn.',
    'QĐ 766/QĐ-TTg, chỉ số 2.1; NĐ 61/2018/NĐ-CP, Điều 15 khoản 3',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'extension_count', 1, 'Số lần xin lỗi, hẹn lại ngày trả', 'count', 'none', ARRAY['extension_in_time', 'extension_late']::text[], NULL,
    'Số phiếu xin lỗi và hẹn lại ngày trả kết quả gửi trong kỳ.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', 'lần', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'extension_in_time_rate', 1, 'Tỷ lệ xin lỗi, hẹn lại đúng quy định', 'ratio', 'higher_is_better', ARRAY['extension_in_time']::text[], ARRAY['extension_in_time', 'extension_late']::text[],
    'Số phiếu xin lỗi gửi chậm nhất 1 ngày trước ngày hẹn trả, chia cho tổng số phiếu xin lỗi gửi trong kỳ.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'apology_missing_count', 1, 'Số hồ sơ quá hạn không có phiếu xin lỗi', 'count', 'lower_is_better', ARRAY['apology_missing']::text[], NULL,
    'Số hồ sơ bắt đầu quá hạn trong kỳ mà đến hết ngày đầu tiên quá hạn vẫn chưa có phiếu xin lỗi.',
    'NĐ 61/2018/NĐ-CP, Điều 19 khoản 9',
    '',
    'Tiến độ, kết quả giải quyết', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'status_update_lag_hours', 1, 'Thời gian chậm cập nhật trạng thái kết thúc trung bình', 'mean', 'lower_is_better', ARRAY['status_lag_minutes']::text[], ARRAY['status_lag_count']::text[],
    'Thời gian trung bình từ khi hồ sơ kết thúc đến khi phần mềm cập nhật trạng thái, tính theo giờ liên tục.',
    'Chỉ tiêu của hệ thống',
    'Cho biết quá hạn do cập nhật, đồng bộ chậm hay do giải quyết chậm.',
    'Tiến độ, kết quả giải quyết', 'giờ', 60, FALSE, daterange('2018-01-01', NULL)
),
(
    'mean_processing_working_days', 1, 'Thời gian giải quyết trung bình', 'mean', 'lower_is_better', ARRAY['processing_minutes']::text[], ARRAY['resolved_total']::text[],
    'Tổng thời gian làm việc từ khi tiếp nhận đến khi giải quyết xong, trừ thời gian chờ công dân, chia cho số hồ sơ đã giải quyết; 8 giờ làm việc là 1 ngày.',
    'QĐ 766/QĐ-TTg, chỉ số 2.2 (chỉ để tham khảo)',
    'Tính theo giờ hành chính và lịch nghỉ lễ, không tính theo giờ liên tục.',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, TRUE, daterange('2018-01-01', NULL)
),
(
    'median_processing_working_days', 1, 'Thời gian giải quyết – mức giữa (trung vị)', 'median', 'lower_is_better', ARRAY['processing_median']::text[], NULL,
    'Một nửa số hồ sơ đã giải quyết có thời gian giải quyết không quá mức này.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, FALSE, daterange('2018-01-01', NULL)
),
(
    'p90_processing_working_days', 1, 'Thời gian giải quyết – mức 90% hồ sơ không vượt quá', 'median', 'lower_is_better', ARRAY['processing_p90']::text[], NULL,
    '90% số hồ sơ đã giải quyết có thời gian giải quyết không quá mức này.',
    'Chỉ tiêu của hệ thống',
    '',
    'Tiến độ, kết quả giải quyết', 'ngày làm việc', 480, FALSE, daterange('2018-01-01', NULL)
),
(
    'online_rate', 1, 'Tỷ lệ hồ sơ nộp trực tuyến', 'ratio', 'higher_is_better', ARRAY['received_online']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ nộp trực tuyến, chia cho số hồ sơ tiếp nhận trong kỳ theo mọi kênh (trực tuyến, trực tiếp, bưu chính).',
    'QĐ 766/QĐ-TTg, chỉ số 3.3; biểu II.06a, cột 4 / (cột 4 + cột 5)',
    'Một số phần mềm không đưa hồ sơ bưu chính vào mẫu số; Cổng còn yêu cầu hồ sơ trực tuyến phải có kết quả điện tử.',
    'Cung cấp dịch vụ công trực tuyến', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'procedures_online_rate', 1, 'Tỷ lệ TTHC có phát sinh hồ sơ trực tuyến', 'ratio', 'higher_is_better', ARRAY['procedures_online']::text[], ARRAY['procedures_received']::text[],
    'Số thủ tục hành chính (TTHC) có hồ sơ nộp trực tuyến, chia cho số TTHC có hồ sơ tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, chỉ số 3.2',
    'Mẫu số của Cổng là số dịch vụ công trực tuyến được cung cấp; ở đây là số TTHC có phát sinh hồ sơ.',
    'Cung cấp dịch vụ công trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'online_payment_rate', 1, 'Tỷ lệ hồ sơ thanh toán trực tuyến', 'ratio', 'higher_is_better', ARRAY['paid_online']::text[], ARRAY['payable']::text[],
    'Số hồ sơ thanh toán trực tuyến, chia cho số hồ sơ phải nộp phí, lệ phí (TTHC có phí, trừ hồ sơ có mọi khoản bằng 0 đồng), theo ngày tiếp nhận.',
    'QĐ 766/QĐ-TTg, chỉ số 3.6',
    'Có phần mềm dùng hai điều kiện khác nhau cho cùng chỉ tiêu này trong hai báo cáo.',
    'Thanh toán trực tuyến', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'procedures_online_payment_rate', 1, 'Tỷ lệ TTHC có giao dịch thanh toán trực tuyến', 'ratio', 'higher_is_better', ARRAY['procedures_paid_online']::text[], ARRAY['procedures_payable']::text[],
    'Số TTHC có hồ sơ thanh toán trực tuyến, chia cho số TTHC có hồ sơ phải nộp phí trong kỳ.',
    'QĐ 766/QĐ-TTg, nhóm thanh toán trực tuyến, thành phần B',
    'Mẫu số của Cổng là toàn bộ TTHC có phí; ở đây là TTHC có hồ sơ phải nộp phí.',
    'Thanh toán trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'payable_count', 1, 'Số hồ sơ phải nộp phí, lệ phí', 'count', 'none', ARRAY['payable']::text[], NULL,
    'Số hồ sơ tiếp nhận trong kỳ của TTHC có phí, trừ hồ sơ có mọi khoản bằng 0 đồng.',
    'QĐ 766/QĐ-TTg, chỉ số 3.6',
    '',
    'Thanh toán trực tuyến', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'paid_amount', 1, 'Số tiền phí, lệ phí đã thu', 'count', 'none', ARRAY['paid_vnd']::text[], NULL,
    'Số tiền phí, lệ phí đã thanh toán trong kỳ, gồm cả khoản sau đó được hoàn.',
    'Dữ liệu thanh toán của nguồn',
    'Mỗi khoản thanh toán chỉ cộng một lần; có phần mềm cộng lặp lại theo số thành phần hồ sơ.',
    'Thanh toán trực tuyến', 'đồng', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refund_count', 1, 'Số lượt hoàn phí, lệ phí', 'count', 'none', ARRAY['refund_count']::text[], NULL,
    'Số khoản thanh toán được hoàn trong kỳ.',
    'Dữ liệu thanh toán của nguồn',
    '',
    'Thanh toán trực tuyến', 'lượt', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'refund_amount', 1, 'Số tiền phí, lệ phí đã hoàn', 'count', 'none', ARRAY['refund_vnd']::text[], NULL,
    'Số tiền phí, lệ phí được hoàn trong kỳ.',
    'Dữ liệu thanh toán của nguồn',
    '',
    'Thanh toán trực tuyến', 'đồng', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'digitized_dossier_rate', 1, 'Tỷ lệ hồ sơ có thành phần được số hóa', 'ratio', 'higher_is_better', ARRAY['received_digitized']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có ít nhất một thành phần được số hóa, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'TT 01/2023/TT-VPCP',
    '',
    'Số hóa hồ sơ', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'component_digitized_rate', 1, 'Tỷ lệ thành phần hồ sơ được số hóa', 'ratio', 'higher_is_better', ARRAY['components_digitized']::text[], ARRAY['components']::text[],
    'Số thành phần hồ sơ được số hóa, chia cho số thành phần đã nộp của các hồ sơ tiếp nhận trong kỳ.',
    'TT 01/2023/TT-VPCP',
    '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'digitized_result_rate', 1, 'Tỷ lệ hồ sơ có thành phần và kết quả được số hóa', 'ratio', 'higher_is_better', ARRAY['resolved_digitized']::text[], ARRAY['resolved_total']::text[],
    'Số hồ sơ đã giải quyết có thành phần được số hóa và có tệp kết quả, chia cho số hồ sơ đã giải quyết trong kỳ.',
    'QĐ 766/QĐ-TTg, SO_HOA_GIAY_TO_GIAI_QUYET',
    'Có phần mềm chỉ cho điểm khi đạt từ 80%, dưới mức đó không có điểm; ở đây là tỷ lệ thực tế.',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'e_result_rate', 1, 'Tỷ lệ cấp kết quả điện tử', 'ratio', 'higher_is_better', ARRAY['resolved_e_result']::text[], ARRAY['resolved_yields_result']::text[],
    'Số hồ sơ đã giải quyết có kết quả điện tử (có tệp và mã kết quả), chia cho số hồ sơ đã giải quyết của TTHC có kết quả là giấy tờ.',
    'QĐ 766/QĐ-TTg, ORIGINAL_RESULT_AVAILABLE',
    '',
    'Số hóa hồ sơ', '%', 1, TRUE, daterange('2018-01-01', NULL)
),
(
    'reuse_rate', 1, 'Tỷ lệ khai thác, sử dụng lại dữ liệu số hóa', 'ratio', 'higher_is_better', ARRAY['received_reused']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có thành phần sử dụng lại dữ liệu đã số hóa, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, REUSED_DIGITIZED_DATA',
    'Có phần mềm lọc sai giá trị mã nên chỉ tiêu này luôn bằng 0.',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'national_store_rate', 1, 'Tỷ lệ hồ sơ lấy giấy tờ từ kho dữ liệu điện tử cá nhân', 'ratio', 'higher_is_better', ARRAY['received_national_store']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có thành phần lấy từ kho dữ liệu điện tử của cá nhân trên Cổng DVCQG, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, SYNCED_WITH_DVCQG_PERSONAL_STORAGE',
    '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'population_linked_rate', 1, 'Tỷ lệ hồ sơ khai thác dữ liệu dân cư', 'ratio', 'higher_is_better', ARRAY['received_population_linked']::text[], ARRAY['received_new']::text[],
    'Số hồ sơ có khai thác Cơ sở dữ liệu quốc gia về dân cư, chia cho số hồ sơ tiếp nhận trong kỳ.',
    'QĐ 766/QĐ-TTg, CITIZEN_DATA_CONNECTED_DOSSIER',
    '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'e_certified_copy_count', 1, 'Số hồ sơ chứng thực bản sao điện tử từ bản chính', 'count', 'higher_is_better', ARRAY['e_certified_copies']::text[], NULL,
    'Số hồ sơ chứng thực bản sao điện tử từ bản chính đã giải quyết trong kỳ.',
    'QĐ 766/QĐ-TTg, ELECTRONIC_CERTIFIED_COPY; CV 6053/VPCP-KSTT',
    'Cổng chỉ xét cấp xã có cung cấp dịch vụ này hay không.',
    'Số hóa hồ sơ', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_birth_count', 1, 'Số hồ sơ liên thông khai sinh – thường trú – thẻ BHYT', 'count', 'higher_is_better', ARRAY['interlinked_birth_received']::text[], NULL,
    'Số hồ sơ liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ BHYT tiếp nhận trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_death_count', 1, 'Số hồ sơ liên thông khai tử – xóa thường trú – mai táng phí, tử tuất', 'count', 'higher_is_better', ARRAY['interlinked_death_received']::text[], NULL,
    'Số hồ sơ liên thông đăng ký khai tử, xóa đăng ký thường trú, giải quyết mai táng phí, tử tuất tiếp nhận trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_birth_share', 1, 'Số hồ sơ liên thông trên 100 hồ sơ khai sinh', 'mean', 'higher_is_better', ARRAY['interlinked_birth_received']::text[], ARRAY['received_birth']::text[],
    'Số hồ sơ liên thông khai sinh tiếp nhận trong kỳ, chia cho số hồ sơ đăng ký khai sinh tiếp nhận trong kỳ, nhân 100. Có thể vượt 100 khi hai hồ sơ được tiếp nhận ở hai kỳ khác nhau.',
    'NĐ 63/2024/NĐ-CP; Đề án 06',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 0.01, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_death_share', 1, 'Số hồ sơ liên thông trên 100 hồ sơ khai tử', 'mean', 'higher_is_better', ARRAY['interlinked_death_received']::text[], ARRAY['received_death']::text[],
    'Số hồ sơ liên thông khai tử tiếp nhận trong kỳ, chia cho số hồ sơ đăng ký khai tử tiếp nhận trong kỳ, nhân 100. Có thể vượt 100 khi hai hồ sơ được tiếp nhận ở hai kỳ khác nhau.',
    'NĐ 63/2024/NĐ-CP; Đề án 06',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 0.01, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_late_rate', 1, 'Tỷ lệ hồ sơ liên thông hoàn thành quá hạn', 'ratio', 'lower_is_better', ARRAY['interlinked_late']::text[], ARRAY['interlinked_completed']::text[],
    'Số hồ sơ liên thông hoàn thành sau ngày hẹn trả, chia cho số hồ sơ liên thông được tất cả các cơ quan hoàn thành trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'interlinked_refused_count', 1, 'Số hồ sơ liên thông bị từ chối', 'count', 'lower_is_better', ARRAY['interlinked_refused']::text[], NULL,
    'Số hồ sơ liên thông bị từ chối trong kỳ.',
    'NĐ 63/2024/NĐ-CP',
    '',
    'Liên thông (Đề án 06)', 'hồ sơ', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'satisfaction_rate', 1, 'Tỷ lệ hài lòng theo phiếu đánh giá', 'ratio', 'higher_is_better', ARRAY['survey_satisfied']::text[], ARRAY['survey_answers']::text[],
    'Số phiếu có đánh giá chung từ mức hài lòng trở lên, chia cho số phiếu hợp lệ, tính theo ngày đánh giá; mức hài lòng xác định riêng cho từng thang đo.',
    'TT 01/2018/TT-VPCP, Điều 13–15',
    'Có phần mềm tính theo ngày tạo hồ sơ và khi không có phiếu nào thì tính 100% không hài lòng.',
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
    'feedback_on_time_rate', 1, 'Tỷ lệ trả lời phản ánh, kiến nghị đúng hạn', 'ratio', 'higher_is_better', ARRAY['feedback_answered_in_time']::text[], ARRAY['feedback_answered']::text[],
    'Số phản ánh, kiến nghị được trả lời trong hạn, chia cho số phản ánh, kiến nghị được trả lời trong kỳ.',
    'QĐ 766/QĐ-TTg, PETITION_PROCESSING_ON_TIME',
    '',
    'Mức độ hài lòng', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'feedback_satisfaction_rate', 1, 'Tỷ lệ hài lòng về trả lời phản ánh, kiến nghị', 'ratio', 'higher_is_better', ARRAY['feedback_satisfied']::text[], ARRAY['feedback_rated']::text[],
    'Số phản ánh, kiến nghị có lượt thích không ít hơn lượt không thích, chia cho số phản ánh, kiến nghị có trả lời được đánh giá, tính theo ngày trả lời.',
    'QĐ 766/QĐ-TTg, PETITION_HANDLING_SATISFACTION',
    '',
    'Mức độ hài lòng', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'procedure_published_on_time_rate', 1, 'Tỷ lệ TTHC công bố đúng hạn', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số TTHC được công bố đúng thời hạn trước ngày có hiệu lực, chia cho số TTHC được công bố trong kỳ; cấp tỉnh nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, PUBLISH_ON_TIME',
    'Dữ liệu hồ sơ không có; phải nhập theo mẫu.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'procedure_content_full_rate', 1, 'Tỷ lệ TTHC công khai đầy đủ nội dung', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số TTHC công khai đầy đủ các bộ phận tạo thành, chia cho tổng số TTHC; nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, PUBLIC_CONTENT_FULL',
    'Dữ liệu hồ sơ không có; phải nhập theo mẫu.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'dossier_sync_rate', 1, 'Tỷ lệ đồng bộ hồ sơ lên Cổng DVCQG', 'external', 'higher_is_better', ARRAY[]::text[], NULL,
    'Số hồ sơ tiếp nhận trong kỳ đã đồng bộ lên Cổng, chia cho số hồ sơ tiếp nhận trong kỳ; số liệu của Cổng nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, DOSSIER_SYNC',
    'Dữ liệu hồ sơ không có; phải nhập theo mẫu.',
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
