-- Purpose:    the units that sources feed, by area, on a day; provinces first.
-- Grain:      one area and unit.
-- Reads:      mart.area, mart.area_member, mart.unit.
-- Writes:     nothing.
-- Parameters: day.
-- Rerun:      reads only.
SELECT
    area.area_id,
    area.name AS area_name,
    unit.unit_code,
    unit.name AS unit_name
FROM mart.area
INNER JOIN mart.area_member ON area.area_id = area_member.area_id
INNER JOIN mart.unit ON area_member.unit_id = unit.unit_id AND unit.is_fed
WHERE
    coalesce(area_member.valid_from, '-infinity') <= %(day)s
    AND coalesce(area_member.valid_to, 'infinity') >= %(day)s
ORDER BY area.kind = 'province' DESC, area.area_code, unit.name_sort, unit.unit_code
