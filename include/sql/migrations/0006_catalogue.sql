-- Purpose:    the first indicators, the simple scheme and the publication plan.
-- Grain:      one row an indicator version, scheme, plan.
-- Reads:      nothing.
-- Writes:     mart.indicator, mart.scheme, mart.scheme_item, mart.publication_plan.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

INSERT INTO mart.indicator (
    indicator_code, indicator_version, name_vi, value_kind, direction,
    numerator_columns, denominator_columns, definition_vi, source, valid
) VALUES
(
    'received_count', 1, 'Số hồ sơ tiếp nhận trong kỳ', 'count', 'none',
    ARRAY['received_online', 'received_direct_postal'], NULL,
    'Số hồ sơ có ngày tiếp nhận trong kỳ, theo cơ quan tiếp nhận; không gồm hồ sơ từ kỳ trước chuyển sang.',
    'Biểu II.06a/VPCP/KSTT, cột 4 và 5',
    daterange('2025-07-01', NULL)
),
(
    'on_time_rate_06a', 1, 'Tỷ lệ đúng hạn (theo biểu II.06a)', 'ratio', 'higher_is_better',
    ARRAY['resolved_early', 'resolved_on_time'], ARRAY['resolved_total'],
    'Số hồ sơ giải quyết trước hạn và đúng hạn, chia cho tổng số hồ sơ đã giải quyết trong kỳ. Hồ sơ không có ngày hẹn trả nằm trong mẫu số nhưng không được tính là đúng hạn.',
    'Biểu II.06a/VPCP/KSTT, (cột 8 + cột 9) / cột 7',
    daterange('2025-07-01', NULL)
),
(
    'online_rate', 1, 'Tỷ lệ hồ sơ nộp trực tuyến', 'ratio', 'higher_is_better',
    ARRAY['received_online'], ARRAY['received_online', 'received_direct_postal'],
    'Số hồ sơ nộp trực tuyến, chia cho số hồ sơ tiếp nhận trong kỳ theo mọi kênh (trực tuyến, trực tiếp, bưu chính).',
    'Biểu II.06a/VPCP/KSTT, cột 4 / (cột 4 + cột 5)',
    daterange('2025-07-01', NULL)
);

INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source) VALUES
('on_time_simple', 1, 'Xếp hạng theo tỷ lệ đúng hạn (biểu II.06a)', 'receiving', 'Cách tính đơn giản, một chỉ tiêu');

INSERT INTO mart.scheme_item (
    scheme_code, scheme_version, indicator_code, indicator_version, max_points, zero_denominator_points
) VALUES ('on_time_simple', 1, 'on_time_rate_06a', 1, 100, NULL);

INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version) VALUES
('ranking', 'province', 'month', 'on_time_simple', 1);
