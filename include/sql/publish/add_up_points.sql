-- Purpose:    add up the points of each unit of publications, group by group; where a unit has no score, say by which value.
-- Grain:      one publication and unit.
-- Reads:      mart.publication_head, mart.published_score, mart.published_value, mart.scheme_indicator.
-- Writes:     temporary table total_score.
-- Parameters: publication_ids (array).
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE total_score ON COMMIT DROP AS
WITH published AS MATERIALIZED (
    SELECT head.*
    FROM mart.publication_head AS head
    WHERE head.publication_id = ANY(%(publication_ids)s)
),

item AS MATERIALIZED (
    SELECT
        published_score.publication_id,
        published_score.subject_id AS unit_id,
        scheme_indicator.group_code,
        published_score.indicator_code,
        scheme_indicator.name_vi,
        published_score.points,
        published_score.max_points,
        CASE WHEN published_score.points IS NULL THEN published_value.null_reason END AS null_reason
    FROM published
    INNER JOIN mart.published_score
        ON published.publication_id = published_score.publication_id AND published_score.subject_kind = 'unit'
    INNER JOIN mart.scheme_indicator
        ON
            published.scheme_code = scheme_indicator.scheme_code
            AND published.scheme_version = scheme_indicator.scheme_version
            AND published_score.indicator_code = scheme_indicator.indicator_code
    LEFT JOIN mart.published_value
        ON
            published_score.publication_id = published_value.publication_id
            AND published_value.subject_kind = 'unit'
            AND published_score.subject_id = published_value.subject_id
            AND published.basis = published_value.basis
            AND published_value.sector_code = '*'
            AND scheme_indicator.indicator_code = published_value.indicator_code
            AND scheme_indicator.indicator_version = published_value.indicator_version
),

-- A group is left out where a figure that has to be entered is missing.
in_group AS (
    SELECT
        item.publication_id,
        item.unit_id,
        item.group_code,
        sum(item.max_points) AS max_points,
        CASE WHEN count(*) = count(item.points) THEN sum(item.points) END AS points,
        coalesce(bool_or(item.null_reason = 'external'), FALSE) AS is_left_out
    FROM item
    GROUP BY item.publication_id, item.unit_id, item.group_code
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
    SELECT DISTINCT ON (item.publication_id, item.unit_id)
        item.publication_id,
        item.unit_id,
        item.null_reason,
        item.name_vi
    FROM scored
    INNER JOIN item ON scored.publication_id = item.publication_id AND scored.unit_id = item.unit_id
    WHERE scored.score IS NULL AND item.null_reason IS NOT NULL
    ORDER BY
        item.publication_id, item.unit_id, item.group_code = ANY(scored.groups_left_out),
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
