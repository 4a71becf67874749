-- Purpose:    points that units can still win back, of the latest ranking of each scheme that they are in.
-- Grain:      one unit, scheme and indicator.
-- Reads:      mart.latest_ranking, mart.ranking, mart.published_item, mart.unit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- A unit that is ranked in several areas sees the latest of its rankings, of equal ones that of its province.
WITH own AS (
    SELECT DISTINCT ON (ranking.unit_id, latest.scheme_code)
        ranking.unit_id,
        latest.*
    FROM mart.latest_ranking AS latest
    INNER JOIN mart.ranking ON latest.publication_id = ranking.publication_id
    -- Every indicator of the others is in an overview.
    WHERE latest.is_overview
    ORDER BY
        ranking.unit_id, latest.scheme_code, latest.period_end DESC, latest.period_start,
        latest.area_kind = 'province' DESC, latest.publication_id
)

SELECT
    own.publication_id,
    own.version,
    own.status,
    own.data_as_of,
    own.period_kind,
    own.period_start,
    own.period_end,
    own.scheme_name,
    unit.unit_code,
    unit.name AS unit_name,
    item.indicator_code,
    item.name_vi AS indicator_vi,
    item.max_points,
    item.points,
    item.points_recoverable
FROM own
INNER JOIN mart.unit ON own.unit_id = unit.unit_id
INNER JOIN mart.published_item AS item ON own.publication_id = item.publication_id AND own.unit_id = item.unit_id
WHERE item.points_recoverable > 0
ORDER BY
    unit.name_sort, unit.unit_code, own.scheme_code, own.publication_id, item.points_recoverable DESC,
    item.indicator_code
