-- Purpose:    the indicator catalogue, for the page that describes it.
-- Grain:      one indicator version.
-- Reads:      mart.indicator, mart.indicator_entry.
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
    entered.needed,
    entered.instead_of,
    indicator.scale,
    indicator.unit_vi,
    indicator.is_main,
    indicator.definition_vi,
    indicator.source,
    indicator.differs,
    lower(indicator.valid) AS valid_from,
    upper(indicator.valid) AS valid_before
FROM mart.indicator
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            array_agg(entry.figure_code ORDER BY entry.figure_code) FILTER (WHERE entry.is_needed), '{}'
        ) AS needed,
        coalesce(
            jsonb_object_agg(entry.name, entry.figure_code) FILTER (WHERE NOT entry.is_needed), '{}'
        ) AS instead_of
    FROM mart.indicator_entry AS entry
    WHERE
        entry.indicator_code = indicator.indicator_code
        AND entry.indicator_version = indicator.indicator_version
) AS entered
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
