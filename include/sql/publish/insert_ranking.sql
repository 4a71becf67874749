-- Purpose:    rank the units of publications: 1-2-2-4, highest score first, each among the units whose scores count the
--             same groups; missing data is not ranked, few dossiers are.
-- Grain:      one publication and unit.
-- Reads:      mart.publication_head, mart.published_score, mart.published_value, mart.scheme_indicator, mart.ranking,
--             mart.grade_of, mart.unit, audit.source_waiver, core.unit_source, audit.source.
-- Writes:     mart.ranking.
-- Parameters: publication_ids (array).
-- Rerun:      in the publications' transaction, so once.
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

waived AS (
    SELECT
        published.publication_id,
        unit_source.unit_id,
        min(source_waiver.reason) AS reason
    FROM published
    INNER JOIN audit.source_waiver ON published.period_id = source_waiver.period_id
    INNER JOIN audit.source ON source_waiver.connection_name = source.connection_name
    INNER JOIN core.unit_source ON source.source_id = unit_source.source_id
    WHERE source.is_configured
    GROUP BY published.publication_id, unit_source.unit_id
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
),

judged AS (
    SELECT
        scored.publication_id,
        scored.unit_id,
        scored.score,
        scored.max_points,
        scored.groups_left_out,
        CASE
            WHEN waived.reason IS NOT NULL THEN 'Nguồn dữ liệu được miễn chờ: ' || waived.reason
            WHEN without_value.null_reason = 'not_comparable'
                THEN 'Không so sánh được: đơn vị hình thành từ một phần đơn vị cũ trong kỳ'
            WHEN without_value.null_reason = 'no_feed' THEN 'Chưa có số liệu từ nguồn'
            WHEN without_value.null_reason = 'external' THEN 'Chưa có số liệu nhập theo mẫu: ' || without_value.name_vi
            WHEN scored.score IS NULL THEN 'Không phát sinh trong kỳ' || coalesce(': ' || without_value.name_vi, '')
        END AS unranked_reason
    FROM scored
    LEFT JOIN waived ON scored.publication_id = waived.publication_id AND scored.unit_id = waived.unit_id
    LEFT JOIN without_value
        ON scored.publication_id = without_value.publication_id AND scored.unit_id = without_value.unit_id
)

INSERT INTO mart.ranking (
    publication_id, unit_id, area_code, period_kind, period_start, version, unit_code, rank, previous_rank, score,
    max_points, groups_left_out, grade, is_ranked, unranked_reason, published_at
)
SELECT
    published.publication_id,
    judged.unit_id,
    published.area_code,
    published.period_kind,
    published.period_start,
    published.version,
    unit.unit_code,
    CASE
        WHEN judged.unranked_reason IS NULL
            THEN rank() OVER (
                PARTITION BY judged.publication_id, judged.groups_left_out, judged.unranked_reason IS NULL
                ORDER BY judged.score DESC
            )
    END,
    before.rank,
    judged.score,
    judged.max_points,
    judged.groups_left_out,
    -- A grade is of all groups: a part of them has none.
    CASE
        WHEN judged.groups_left_out = '{}'
            THEN mart.grade_of(published.scheme_code, published.scheme_version, judged.score)
    END,
    judged.unranked_reason IS NULL,
    judged.unranked_reason,
    published.published_at
FROM judged
INNER JOIN published ON judged.publication_id = published.publication_id
INNER JOIN mart.unit ON judged.unit_id = unit.unit_id
-- Ranks among other groups are not the previous ones.
LEFT JOIN mart.ranking AS before
    ON
        published.previous_publication_id = before.publication_id
        AND judged.unit_id = before.unit_id
        AND judged.groups_left_out = before.groups_left_out
ORDER BY published.publication_id, judged.unit_id
