-- Purpose:    units to be ranked that did not exist in the period.
-- Grain:      one unit.
-- Reads:      mart.area_member, mart.unit, mart.period.
-- Writes:     nothing.
-- Parameters: area_ids (array), period_id.
-- Rerun:      reads only.
-- Severity:   high
-- Vietnamese: Đơn vị được xếp hạng phải còn hiệu lực trong kỳ.
-- English:    A unit that is ranked must be valid in the period.
SELECT DISTINCT unit.unit_code AS record_key
FROM mart.area_member
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id
INNER JOIN mart.period
    ON
        period.period_end >= coalesce(area_member.valid_from, '-infinity')
        AND period.period_end <= coalesce(area_member.valid_to, 'infinity')
WHERE
    area_member.area_id = ANY(%(area_ids)s)
    AND period.period_id = %(period_id)s
    AND (unit.valid_from > period.period_end OR unit.valid_to < period.period_start)
ORDER BY record_key
