-- Purpose:    the points that the units of a publication lost, and whose they are.
-- Grain:      one unit and indicator that lost points.
-- Reads:      mart.published_item, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    unit.unit_code,
    unit.name AS unit_name,
    item.indicator_code,
    item.name_vi AS indicator_vi,
    item.max_points,
    item.points,
    item.points_lost,
    item.points_recoverable,
    item.points_gone,
    item.points_not_ours
FROM mart.published_item AS item
INNER JOIN mart.unit ON item.unit_id = unit.unit_id
WHERE item.publication_id = %(publication_id)s AND item.points_lost > 0
ORDER BY unit.name_sort, unit.unit_code, item.ordinal, item.indicator_code
