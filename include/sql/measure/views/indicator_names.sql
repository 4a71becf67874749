-- Purpose:    indicator values by name, for people who ask in SQL.
-- Grain:      one unit or area, basis, period, sector and indicator.
-- Reads:      core.area, core.area_member, core.sector, mart.indicator, mart.indicator_value, mart.period_kind,
--             mart.unit.
-- Writes:     function mart.number_vi, view mart.indicator_by_name.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION mart.number_vi(number numeric, decimals integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(
        to_char(round(number, decimals), 'FM999,999,999,999,999,990' || CASE WHEN decimals > 0 THEN '.' ELSE '' END || repeat('0', decimals)),
        ',.', '.,'
    )
$$;
COMMENT ON FUNCTION mart.number_vi IS 'A number as officials write it, with so many decimals: 1.234 and 97,28.';

CREATE OR REPLACE VIEW mart.indicator_by_name AS
SELECT
    unit.unit_code,
    unit.name AS unit_name,
    coalesce(area.name, province.name) AS area,
    indicator_value.basis,
    indicator_value.period_kind,
    period_kind.name_vi AS period_kind_vi,
    indicator_value.period_start,
    indicator_value.period_end,
    indicator_value.sector_code,
    CASE
        WHEN indicator_value.sector_code = '*' THEN 'Tất cả lĩnh vực'
        ELSE coalesce(sector.name, 'Chưa rõ lĩnh vực')
    END AS sector_name,
    indicator.group_vi,
    indicator.name_vi,
    indicator_value.indicator_code,
    indicator_value.indicator_version,
    indicator_value.value,
    indicator.unit_vi,
    CASE
        WHEN indicator_value.null_reason = 'zero_denominator' THEN 'Không phát sinh'
        WHEN indicator_value.null_reason = 'not_comparable' THEN 'Không so sánh được'
        WHEN indicator_value.null_reason = 'no_feed' THEN 'Chưa có số liệu từ nguồn'
        WHEN indicator_value.value IS NULL THEN 'Chưa có số liệu'
        WHEN indicator.unit_vi = '%' THEN mart.number_vi(indicator_value.value * 100, 2) || '%'
        WHEN indicator.unit_vi = 'đồng' THEN mart.number_vi(indicator_value.value, 0) || ' đ'
        WHEN indicator_value.value_kind = 'count' THEN mart.number_vi(indicator_value.value, 0)
        ELSE mart.number_vi(indicator_value.value, 2) || ' ' || indicator.unit_vi
    END AS value_text,
    indicator_value.numerator,
    indicator_value.denominator,
    indicator_value.null_reason,
    indicator_value.is_final
FROM mart.indicator_value
INNER JOIN mart.indicator
    ON
        indicator_value.indicator_code = indicator.indicator_code
        AND indicator_value.indicator_version = indicator.indicator_version
INNER JOIN mart.period_kind ON indicator_value.period_kind = period_kind.kind
LEFT JOIN mart.unit ON indicator_value.subject_kind = 'unit' AND indicator_value.subject_id = unit.unit_id
LEFT JOIN core.area ON indicator_value.subject_kind = 'area' AND indicator_value.subject_id = area.area_id
LEFT JOIN core.sector ON indicator_value.sector_code = sector.sector_code
LEFT JOIN LATERAL (
    SELECT string_agg(home.name, ', ' ORDER BY home.area_code) AS name
    FROM core.area_member
    INNER JOIN core.area AS home ON area_member.area_id = home.area_id AND home.kind = 'province'
    WHERE area_member.unit_id = unit.unit_id AND area_member.valid @> indicator_value.period_end
) AS province ON TRUE;
COMMENT ON VIEW mart.indicator_by_name IS 'Indicator values with the Vietnamese names of indicator, unit, period and sector, and the value as officials write it.';
COMMENT ON COLUMN mart.indicator_by_name.unit_code IS 'Null where the value is that of a whole area.';
COMMENT ON COLUMN mart.indicator_by_name.area IS 'The province of the unit at the end of the period, or the area itself.';
COMMENT ON COLUMN mart.indicator_by_name.value_text IS '1.234; 97,28%; 8.000 đ; Không phát sinh (nothing arose); Chưa có số liệu (no data).';

GRANT SELECT ON mart.indicator_by_name TO onestop_reader, onestop_pipeline;
