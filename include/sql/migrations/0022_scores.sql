-- Purpose:    score schemes: groups, bands, where full points begin, whose the lost points are; the scheme of QĐ 766 and the
--             indicators that it still lacked.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.figure, mart.measure, mart.indicator, mart.scheme_group, mart.scheme_item, mart.scheme_band, mart.scheme,
--             mart.published_score.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.scheme ADD COLUMN note_vi text NOT NULL DEFAULT '';
COMMENT ON COLUMN mart.scheme.note_vi IS 'What a reader of a ranking by this scheme must know, in Vietnamese; empty if nothing.';

CREATE TABLE mart.scheme_group (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    group_code text NOT NULL,
    ordinal smallint NOT NULL,
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, group_code),
    UNIQUE (scheme_code, scheme_version, ordinal),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_group IS 'Groups of a scheme''s indicators, in their order; a group''s maximum is the sum of its indicators''.';

CREATE TABLE mart.scheme_band (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    from_points numeric NOT NULL CHECK (from_points >= 0),
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, from_points),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_band IS 'Grades (xếp loại) of a scheme: a score has that of the highest band that it reaches; a scheme without bands gives none.';
COMMENT ON COLUMN mart.scheme_band.from_points IS 'Least points of the band, inclusive.';

ALTER TABLE mart.scheme_item ADD COLUMN group_code text;
ALTER TABLE mart.scheme_item ADD COLUMN ordinal smallint NOT NULL DEFAULT 1;
ALTER TABLE mart.scheme_item ADD COLUMN full_score_at numeric NOT NULL DEFAULT 1 CHECK (full_score_at > 0);
ALTER TABLE mart.scheme_item ADD COLUMN lost_kind text NOT NULL DEFAULT 'gone'
CHECK (lost_kind IN ('recoverable', 'gone', 'not_ours'));
ALTER TABLE mart.scheme_item ADD COLUMN not_ours text[] NOT NULL DEFAULT '{}';
ALTER TABLE mart.scheme_item ADD COLUMN is_unresolved boolean NOT NULL DEFAULT FALSE;
ALTER TABLE mart.scheme_item ADD COLUMN note_vi text NOT NULL DEFAULT '';
ALTER TABLE mart.scheme_item ADD FOREIGN KEY (scheme_code, scheme_version, group_code) REFERENCES mart.scheme_group;
ALTER TABLE mart.scheme_item ADD CHECK (zero_denominator_points BETWEEN 0 AND max_points);
ALTER TABLE mart.scheme_item ADD CHECK (is_unresolved = FALSE OR note_vi <> '');
COMMENT ON COLUMN mart.scheme_item.zero_denominator_points IS 'Points where the denominator is 0; null: such a unit has no score.';
COMMENT ON COLUMN mart.scheme_item.full_score_at IS 'Share (of a count: number) from which on all points are given; below, points are proportional to it.';
COMMENT ON COLUMN mart.scheme_item.lost_kind IS 'Whose lost points are: recoverable (can still be won back in the period), gone, not_ours (another office, the province, synchronisation).';
COMMENT ON COLUMN mart.scheme_item.not_ours IS 'Measures that count the dossiers of the rest that another agency answers for: their points are not_ours, the others of lost_kind.';
COMMENT ON COLUMN mart.scheme_item.is_unresolved IS 'The portal''s own formula is not known; every output says so with note_vi.';
COMMENT ON COLUMN mart.scheme_item.note_vi IS 'What a reader of the points must know, in Vietnamese.';

ALTER TABLE mart.published_score ADD COLUMN points_cut numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_recoverable numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_gone numeric NOT NULL DEFAULT 0;
ALTER TABLE mart.published_score ADD COLUMN points_not_ours numeric NOT NULL DEFAULT 0;
COMMENT ON COLUMN mart.published_score.points_cut IS 'Points beyond the maximum that the cap took away.';
COMMENT ON COLUMN mart.published_score.points_recoverable IS 'Of the lost points, those that can still be won back in the period.';
COMMENT ON COLUMN mart.published_score.points_gone IS 'Of the lost points, those that are lost for the period.';
COMMENT ON COLUMN mart.published_score.points_not_ours IS 'Of the lost points, those that another office answers for.';
COMMENT ON COLUMN mart.published_score.lost_kind IS 'Kind of most of the lost points; null where none is lost or there are no points.';

-- What the province enters once holds for each of its communes that did not enter its own.
ALTER TABLE core.figure ADD COLUMN is_of_province boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN core.figure.is_of_province IS 'What the province enters counts for each of its communes that entered nothing of its own.';
UPDATE core.figure SET is_of_province = TRUE
WHERE figure_code IN (
    'announced_procedure_count', 'announced_on_time_count', 'publicised_on_time_count', 'publicised_in_full_count',
    'procedure_count'
);
INSERT INTO core.figure (figure_code, name_vi, value_unit, definition_vi, is_of_province) VALUES
(
    'fee_procedure_count', 'Số thủ tục hành chính có phí, lệ phí', 'count',
    'Số thủ tục hành chính cấp xã có phí, lệ phí trong Cơ sở dữ liệu quốc gia về thủ tục hành chính; mẫu số của Cổng cho thanh toán trực tuyến.',
    TRUE
),
(
    'commune_procedure_count', 'Số thủ tục hành chính tiếp nhận tại cấp xã', 'count',
    'Số thủ tục hành chính tiếp nhận tại cấp xã trong kỳ; mẫu số của Cổng cho tỷ lệ thủ tục hành chính khai thác dữ liệu dân cư.',
    TRUE
);

ALTER TABLE mart.indicator ADD COLUMN less text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN mart.indicator.less IS 'Measures taken off the numerator, which does not fall below 0.';
ALTER TABLE mart.indicator DROP CONSTRAINT only_an_external_one_is_entered;
ALTER TABLE mart.indicator ADD CONSTRAINT only_an_external_one_is_entered CHECK (
    value_kind = 'external' OR num_nonnulls(entered_numerator, entered_denominator) = 0
);
ALTER TABLE mart.indicator ADD CONSTRAINT numerator_is_counted_or_entered CHECK (
    entered_numerator IS NULL OR entered_denominator IS NOT NULL AND numerator = '{}'
);
COMMENT ON COLUMN mart.indicator.entered_numerator IS 'Figure of core.figure that offices enter by hand, divided by entered_denominator; null where the numerator follows from dossiers.';

INSERT INTO mart.measure (measure, kind, parts, share, definition, source, feed) VALUES
('procedures_population_linked', 'distinct', ARRAY['received_population_linked'], NULL, 'Procedures with a dossier that looked into the population database.', 'Decision 766, CITIZEN_DATA_CONNECTED_FORMALITY', 'dossiers');

INSERT INTO mart.indicator (
    indicator_code, indicator_version, name_vi, value_kind, direction, numerator, less, denominator, entered_numerator,
    entered_denominator, definition_vi, source, differs, group_vi, unit_vi, scale, is_main, valid
) VALUES
(
    'procedure_updated_on_time_rate', 1, 'Tỷ lệ TTHC cập nhật, công khai đúng hạn', 'external', 'higher_is_better',
    '{}', '{}', NULL, 'publicised_on_time_count', 'announced_procedure_count',
    'Số TTHC được cập nhật, công khai trong 5 ngày làm việc (cấp tỉnh) hoặc 10 ngày làm việc (bộ, ngành) kể từ quyết định công bố, chia cho số TTHC được công bố trong kỳ; cấp tỉnh nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, PUBLIC_UPDATE_ON_TIME', 'Dữ liệu hồ sơ không có; phải nhập theo mẫu.',
    'Công khai, minh bạch', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'fee_procedures_paid_online_rate', 1, 'Tỷ lệ TTHC có phí, lệ phí có giao dịch thanh toán trực tuyến', 'external',
    'higher_is_better', '{procedures_paid_online}', '{}', NULL, NULL, 'fee_procedure_count',
    'Số TTHC có hồ sơ thanh toán trực tuyến trong kỳ, chia cho tổng số TTHC có phí, lệ phí; mẫu số nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, nhóm thanh toán trực tuyến, thành phần B', '',
    'Thanh toán trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'fee_procedures_with_dossiers_rate', 1, 'Tỷ lệ TTHC có phí, lệ phí có phát sinh hồ sơ phải nộp phí', 'external',
    'higher_is_better', '{procedures_payable}', '{}', NULL, NULL, 'fee_procedure_count',
    'Số TTHC có hồ sơ phải nộp phí, lệ phí trong kỳ, chia cho tổng số TTHC có phí, lệ phí; mẫu số nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, nhóm thanh toán trực tuyến, thành phần C', '',
    'Thanh toán trực tuyến', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'population_linked_procedure_rate', 1, 'Tỷ lệ TTHC có hồ sơ khai thác dữ liệu dân cư', 'external', 'higher_is_better',
    '{procedures_population_linked}', '{}', NULL, NULL, 'commune_procedure_count',
    'Số TTHC có hồ sơ khai thác Cơ sở dữ liệu quốc gia về dân cư trong kỳ, chia cho tổng số TTHC tiếp nhận tại cấp xã; mẫu số nhập theo mẫu.',
    'QĐ 766/QĐ-TTg, CITIZEN_DATA_CONNECTED_FORMALITY', '',
    'Số hóa hồ sơ', '%', 1, FALSE, daterange('2018-01-01', NULL)
),
(
    'reception_satisfaction_rate', 1, 'Mức độ hài lòng về tiếp nhận, giải quyết hồ sơ', 'ratio', 'higher_is_better',
    '{portal_ended_timely, portal_timely, survey_satisfied}', '{survey_answers, feedback_received}',
    '{ended_total, in_progress_total}', NULL, NULL,
    '100% trừ tỷ lệ hồ sơ quá hạn (theo Cổng) và trừ tỷ lệ hồ sơ bị phản ánh, kiến nghị hoặc đánh giá không hài lòng.',
    'QĐ 766/QĐ-TTg, DOSSIER_RECEIVING_SATISFACTION',
    'Cổng đếm hồ sơ có phản ánh, kiến nghị hoặc đánh giá không hài lòng; ở đây mỗi phản ánh, kiến nghị và mỗi phiếu không hài lòng trong kỳ được trừ một hồ sơ.',
    'Mức độ hài lòng', '%', 1, FALSE, daterange('2018-01-01', NULL)
);

INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source, note_vi) VALUES (
    'qd766_commune', 1, 'Bộ chỉ số phục vụ người dân, doanh nghiệp cấp xã (QĐ 766/QĐ-TTg)', 'receiving',
    'QĐ 766/QĐ-TTg ngày 23/6/2022; cách tính theo số liệu công bố trên Cổng Dịch vụ công quốc gia',
    'Nhóm "Cung cấp dịch vụ công trực tuyến": công thức của Cổng chưa xác định được; điểm nhóm này và tổng điểm là tạm tính.'
);
INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi) VALUES
('qd766_commune', 1, 'transparency', 1, 'Công khai, minh bạch'),
('qd766_commune', 1, 'progress', 2, 'Tiến độ, kết quả giải quyết'),
('qd766_commune', 1, 'online', 3, 'Cung cấp dịch vụ công trực tuyến'),
('qd766_commune', 1, 'payment', 4, 'Thanh toán trực tuyến'),
('qd766_commune', 1, 'digitization', 5, 'Số hóa hồ sơ'),
('qd766_commune', 1, 'satisfaction', 6, 'Mức độ hài lòng');
INSERT INTO mart.scheme_band (scheme_code, scheme_version, from_points, name_vi) VALUES
('qd766_commune', 1, 90, 'Xuất sắc'),
('qd766_commune', 1, 80, 'Tốt'),
('qd766_commune', 1, 70, 'Khá'),
('qd766_commune', 1, 50, 'Trung bình'),
('qd766_commune', 1, 0, 'Yếu');

-- Full points at 80 percent of reuse and payment, at 90 of satisfaction, else at all; payment is 6A + min(2, 2.5B) +
-- min(2, 2.5C); as replayed on the portal's own figures (tests/publish/test_portal_points.py).
INSERT INTO mart.scheme_item (
    scheme_code, scheme_version, group_code, ordinal, indicator_code, indicator_version, max_points, full_score_at,
    zero_denominator_points, lost_kind, not_ours, is_unresolved, note_vi
) VALUES
('qd766_commune', 1, 'transparency', 1, 'procedure_published_on_time_rate', 1, 6, 1, 0, 'not_ours', '{}', FALSE, 'Số liệu do cấp tỉnh nhập.'),
('qd766_commune', 1, 'transparency', 2, 'procedure_updated_on_time_rate', 1, 4, 1, 0, 'not_ours', '{}', FALSE, 'Số liệu do cấp tỉnh nhập.'),
('qd766_commune', 1, 'transparency', 3, 'procedure_content_full_rate', 1, 2, 1, 0, 'not_ours', '{}', FALSE, 'Số liệu do cấp tỉnh nhập.'),
('qd766_commune', 1, 'transparency', 4, 'dossier_sync_rate', 1, 6, 1, 0, 'not_ours', '{}', FALSE, 'Số liệu đồng bộ đọc trên Cổng, nhập theo mẫu.'),
('qd766_commune', 1, 'progress', 5, 'on_time_rate_portal', 1, 20, 1, NULL, 'gone', '{overdue_elsewhere, resolved_overdue_other_agency}', FALSE, ''),
('qd766_commune', 1, 'online', 6, 'online_rate', 1, 12, 0.5, 0, 'gone', '{}', TRUE, 'Công thức của Cổng cho nhóm này chưa xác định được; tạm tính theo tỷ lệ hồ sơ nộp trực tuyến, đủ điểm từ 50%.'),
('qd766_commune', 1, 'payment', 7, 'online_payment_rate', 1, 6, 1, 0, 'recoverable', '{}', FALSE, ''),
('qd766_commune', 1, 'payment', 8, 'fee_procedures_paid_online_rate', 1, 2, 0.8, 0, 'recoverable', '{}', FALSE, ''),
('qd766_commune', 1, 'payment', 9, 'fee_procedures_with_dossiers_rate', 1, 2, 0.8, 0, 'recoverable', '{}', FALSE, 'Mức trần 2 điểm là suy luận từ hệ số 2,5; điểm bị trần cắt bớt được ghi riêng.'),
('qd766_commune', 1, 'digitization', 10, 'e_result_rate', 1, 6, 1, 0, 'recoverable', '{}', FALSE, ''),
('qd766_commune', 1, 'digitization', 11, 'digitized_result_rate', 1, 4, 1, 0, 'recoverable', '{}', FALSE, ''),
('qd766_commune', 1, 'digitization', 12, 'e_certified_copy_count', 1, 2, 1, 0, 'recoverable', '{}', FALSE, 'Đủ điểm khi có phát sinh chứng thực bản sao điện tử trong kỳ.'),
('qd766_commune', 1, 'digitization', 13, 'reuse_rate', 1, 2, 0.8, 0, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'digitization', 14, 'national_store_rate', 1, 4, 1, 0, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'digitization', 15, 'population_linked_rate', 1, 2, 1, 0, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'digitization', 16, 'population_linked_procedure_rate', 1, 2, 1, 0, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'satisfaction', 17, 'feedback_on_time_rate', 1, 6, 1, 6, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'satisfaction', 18, 'feedback_satisfaction_rate', 1, 6, 1, 6, 'gone', '{}', FALSE, ''),
('qd766_commune', 1, 'satisfaction', 19, 'reception_satisfaction_rate', 1, 6, 0.9, 0, 'gone', '{}', FALSE, '');
INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi) VALUES
('on_time_simple', 1, 'progress', 1, 'Tiến độ, kết quả giải quyết');
UPDATE mart.scheme_item SET group_code = 'progress' WHERE scheme_code = 'on_time_simple';
ALTER TABLE mart.scheme_item ALTER COLUMN group_code SET NOT NULL;

-- From a published figure to its dossiers: what they counted as when it was published.
ALTER TABLE core.contribution_applied ADD COLUMN publish_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE core.contribution_applied ADD COLUMN build integer NOT NULL DEFAULT 1;
ALTER TABLE core.contribution_applied ALTER COLUMN publish_seq DROP DEFAULT;
ALTER TABLE core.contribution_applied ALTER COLUMN build DROP DEFAULT;
COMMENT ON COLUMN core.contribution_applied.publish_seq IS 'Publish sequence with which it began to count as this; 0: before sequences were kept.';
COMMENT ON COLUMN core.contribution_applied.build IS 'Build of the measures in which it is counted; one of an earlier build waits to be counted again.';
ALTER TABLE audit.measure_state ADD COLUMN build integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN audit.measure_state.build IS 'How often the measures were made anew, and once more.';

CREATE TABLE core.contribution_history (
    case_id uuid NOT NULL,
    publish_seq bigint NOT NULL,
    before_seq bigint NOT NULL,
    counts jsonb NOT NULL,
    PRIMARY KEY (case_id, publish_seq),
    CHECK (publish_seq < before_seq)
);
CREATE INDEX contribution_history_by_end ON core.contribution_history (before_seq);
COMMENT ON TABLE core.contribution_history IS 'What a case counted as before, kept where something was published while it did; append-only.';
COMMENT ON COLUMN core.contribution_history.publish_seq IS 'Publish sequence with which it began to count as this.';
COMMENT ON COLUMN core.contribution_history.before_seq IS 'Publish sequence with which it ceased to.';
COMMENT ON COLUMN core.contribution_history.counts IS 'As in core.contribution_applied.';
CREATE INDEX publication_by_seq ON mart.publication (publish_seq);

ALTER TABLE mart.publication ADD COLUMN previous_publication_id bigint REFERENCES mart.publication;
COMMENT ON COLUMN mart.publication.previous_publication_id IS 'The publication whose ranks are the previous ones: of the period of the kind that ended last before, official or corrected before preliminary; null for the first.';
