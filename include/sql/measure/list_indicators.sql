-- Purpose:    the indicator catalogue, for the page that describes it.
-- Grain:      one indicator version.
-- Reads:      mart.indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    indicator.indicator_code,
    indicator.indicator_version,
    indicator.group_vi,
    indicator.name_vi,
    indicator.value_kind,
    indicator.direction,
    indicator.numerator,
    indicator.less,
    indicator.denominator,
    indicator.entered_numerator,
    indicator.entered_denominator,
    indicator.scale,
    indicator.unit_vi,
    indicator.is_main,
    indicator.definition_vi,
    indicator.source,
    indicator.differs,
    lower(indicator.valid) AS valid_from,
    upper(indicator.valid) AS valid_before
FROM mart.indicator
ORDER BY
    array_position(
        ARRAY[
            'Công khai, minh bạch', 'Tiếp nhận', 'Tiến độ, kết quả giải quyết', 'Cung cấp dịch vụ công trực tuyến',
            'Thanh toán trực tuyến', 'Số hóa hồ sơ', 'Liên thông (Đề án 06)', 'Mức độ hài lòng'
        ],
        indicator.group_vi
    ),
    indicator.group_vi,
    indicator.is_main DESC,
    indicator.indicator_code,
    indicator.indicator_version
