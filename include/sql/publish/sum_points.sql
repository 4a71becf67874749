-- Purpose:    sum the points of each unit of publications, group by group; where a unit has no score, say by which value.
-- Grain:      one publication and unit.
-- Reads:      frozen_score.
-- Writes:     temporary table total_score.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE total_score ON COMMIT DROP AS
-- A group is left out where a figure that has to be entered is missing.
WITH in_group AS (
    SELECT
        item.publication_id,
        item.subject_id AS unit_id,
        item.group_code,
        sum(item.max_points) AS max_points,
        CASE WHEN count(*) = count(item.points) THEN sum(item.points) END AS points,
        coalesce(bool_or(item.null_reason = 'external'), FALSE) AS is_left_out
    FROM frozen_score AS item
    GROUP BY item.publication_id, item.subject_id, item.group_code
),

-- A unit has a score when every counted group has points.
scored AS MATERIALIZED (
    SELECT
        in_group.publication_id,
        in_group.unit_id,
        coalesce(
            array_agg(in_group.group_code ORDER BY in_group.group_code) FILTER (WHERE in_group.is_left_out), '{}'
        ) AS groups_left_out,
        coalesce(sum(in_group.max_points) FILTER (WHERE NOT in_group.is_left_out), 0) AS max_points,
        CASE
            WHEN bool_and(in_group.is_left_out OR in_group.points IS NOT NULL)
                THEN sum(in_group.points) FILTER (WHERE NOT in_group.is_left_out)
        END AS score
    FROM in_group
    GROUP BY in_group.publication_id, in_group.unit_id
),

-- Why a unit has no score: an indicator of a counted group before one of a group that is left out, and other reasons
-- before that nothing happened.
without_value AS (
    SELECT DISTINCT ON (item.publication_id, item.subject_id)
        item.publication_id,
        item.subject_id AS unit_id,
        item.null_reason,
        item.name_vi
    FROM scored
    INNER JOIN frozen_score AS item ON scored.publication_id = item.publication_id AND scored.unit_id = item.subject_id
    WHERE scored.score IS NULL AND item.null_reason IS NOT NULL
    ORDER BY
        item.publication_id, item.subject_id, item.group_code = ANY(scored.groups_left_out),
        item.null_reason = 'zero_denominator', item.indicator_code
)

SELECT
    scored.publication_id,
    scored.unit_id,
    scored.groups_left_out,
    scored.max_points,
    scored.score,
    without_value.null_reason,
    without_value.name_vi AS without_value_vi
FROM scored
LEFT JOIN without_value
    ON scored.publication_id = without_value.publication_id AND scored.unit_id = without_value.unit_id
