-- Purpose:    the figures and points of each unit of some rankings, with its rank.
-- Grain:      one ranking, unit and indicator.
-- Reads:      mart.ranking, mart.unit, mart.published_item, mart.indicator.
-- Writes:     nothing.
-- Parameters: publication_ids (array).
-- Rerun:      reads only.
SELECT
    ranking.publication_id,
    ranking.unit_code,
    unit.name AS unit_name,
    ranking.rank,
    ranking.score,
    ranking.max_points AS score_max_points,
    ranking.groups_left_out,
    ranking.unranked_reason,
    item.indicator_code,
    item.name_vi AS indicator_vi,
    indicator.unit_vi,
    item.value_kind,
    item.value,
    item.null_reason,
    item.numerator,
    item.denominator,
    item.max_points,
    item.points,
    item.points_lost,
    item.points_recoverable,
    item.points_gone,
    item.points_not_ours,
    -- What one record more is worth.
    CASE
        WHEN item.value_kind = 'ratio' AND item.denominator > 0
            THEN item.max_points / (item.full_score_at * item.denominator)
    END AS points_each,
    -- Measures that count a dossier only while it is in time.
    indicator.numerator && '{resolved_timely, portal_ended_timely}' AS is_about_time
FROM mart.ranking
INNER JOIN mart.unit ON ranking.unit_id = unit.unit_id
INNER JOIN mart.published_item AS item
    ON ranking.publication_id = item.publication_id AND ranking.unit_id = item.unit_id
INNER JOIN mart.indicator
    ON item.indicator_code = indicator.indicator_code AND item.indicator_version = indicator.indicator_version
WHERE ranking.publication_id = ANY(%(publication_ids)s)
ORDER BY
    ranking.publication_id, ranking.rank NULLS LAST, unit.name_sort, unit.unit_code, item.ordinal, item.indicator_code
