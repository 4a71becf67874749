-- Purpose:    ratios of dossiers that are none: below 0, above 1, or with a numerator above their denominator.
-- Grain:      one subject, sector and indicator.
-- Reads:      mart.indicator_value, mart.indicator_entry, mart.area_member.
-- Writes:     nothing.
-- Parameters: area_ids (array), period_id.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Mỗi tỷ lệ tính từ hồ sơ phải nằm trong khoảng từ 0 đến 1, tử số không lớn hơn mẫu số.
-- English:    Every ratio of dossiers must lie within 0 and 1, its numerator no greater than its denominator.
-- What an office enters may be wrong, and points have a limit: it does not stop the rankings of everybody.
SELECT
    indicator_value.unit_code || ' ' || indicator_value.sector_code || ' ' || indicator_value.indicator_code
        AS record_key
FROM mart.indicator_value
WHERE
    indicator_value.period_id = %(period_id)s
    AND indicator_value.value_kind = 'ratio'
    AND (
        (indicator_value.subject_kind = 'area' AND indicator_value.subject_id = ANY(%(area_ids)s))
        OR (
            indicator_value.subject_kind = 'unit'
            AND EXISTS (
                SELECT 1
                FROM mart.area_member
                WHERE area_member.area_id = ANY(%(area_ids)s) AND area_member.unit_id = indicator_value.subject_id
            )
        )
    )
    AND (
        indicator_value.value NOT BETWEEN 0 AND 1
        OR indicator_value.numerator < 0
        OR indicator_value.numerator > indicator_value.denominator
        OR indicator_value.denominator IS NULL
    )
    AND NOT EXISTS (
        SELECT 1
        FROM mart.indicator_entry
        WHERE
            indicator_entry.indicator_code = indicator_value.indicator_code
            AND indicator_entry.indicator_version = indicator_value.indicator_version
            AND indicator_entry.is_needed
    )
ORDER BY record_key
