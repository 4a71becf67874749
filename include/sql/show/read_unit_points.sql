-- Purpose:    points of the units of a publication, what was lost of which kind, and how many dossiers the next point takes.
-- Grain:      one unit and indicator of the scheme.
-- Reads:      mart.published_item, mart.dossiers_to.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
-- As mart.score_outlook says of one unit.
SELECT
    item.unit_id,
    item.indicator_code,
    item.max_points,
    item.points,
    item.points_lost,
    item.points_recoverable,
    item.points_gone,
    item.points_not_ours,
    CASE
        WHEN item.value IS NOT NULL
            THEN mart.dossiers_to(
                least(item.max_points, floor(item.points) + 1), item.max_points, item.full_score_at, item.good,
                item.among, item.value_kind = 'count'
            )
    END AS dossiers_to_next_point
FROM mart.published_item AS item
WHERE item.publication_id = %(publication_id)s
ORDER BY item.unit_id, item.ordinal, item.indicator_code
