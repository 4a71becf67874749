-- Purpose:    how the forms of an area's units go on from the period before: how many rows do, and which do not.
-- Grain:      one row that does not, or one row for all that do.
-- Reads:      mart.form_continuity, mart.unit, mart.area, mart.area_member, mart.sector.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    CASE WHEN form_continuity.kind = 'continuous' THEN '' ELSE unit.name END AS unit_name,
    CASE
        WHEN form_continuity.kind = 'continuous' THEN ''
        WHEN form_continuity.sector_code = '*' THEN 'Tổng cộng'
        ELSE coalesce(sector.name, 'Chưa rõ lĩnh vực')
    END AS sector_vi,
    count(*) AS lines,
    sum(form_continuity.ended_with) AS ended_with,
    sum(form_continuity.begins_with) AS begins_with,
    sum(form_continuity.difference) AS difference,
    form_continuity.name_vi
FROM mart.area
INNER JOIN mart.area_member ON area.area_id = area_member.area_id
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id
INNER JOIN mart.form_continuity
    ON
        unit.unit_id = form_continuity.unit_id
        AND form_continuity.basis = 'receiving'
        AND form_continuity.period_id = %(period_id)s
LEFT JOIN mart.sector ON form_continuity.sector_code = sector.sector_code
WHERE
    area.area_code = %(area_code)s
    AND coalesce(area_member.valid_from, '-infinity') <= split_part(%(period_id)s, ':', 3)::date
    AND coalesce(area_member.valid_to, 'infinity') >= split_part(%(period_id)s, ':', 3)::date
GROUP BY 1, 2, 7
ORDER BY 1, 2
