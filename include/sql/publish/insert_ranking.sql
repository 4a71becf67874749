-- Purpose:    rank the units of publications: 1-2-2-4, highest score first, each among the units whose scores count the
--             same groups; missing data is not ranked, few dossiers are.
-- Grain:      one publication and unit.
-- Reads:      total_score, mart.publication_head, mart.ranking, mart.grade_of, mart.unit, audit.source_waiver,
--             core.unit_source, audit.source.
-- Writes:     mart.ranking.
-- Parameters: publication_ids (array).
-- Rerun:      in the publications' transaction, so once.
WITH published AS MATERIALIZED (
    SELECT head.*
    FROM mart.publication_head AS head
    WHERE head.publication_id = ANY(%(publication_ids)s)
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

judged AS (
    SELECT
        scored.publication_id,
        scored.unit_id,
        scored.score,
        scored.max_points,
        scored.groups_left_out,
        CASE
            WHEN waived.reason IS NOT NULL THEN 'Nguồn dữ liệu được miễn chờ: ' || waived.reason
            WHEN scored.null_reason = 'not_comparable'
                THEN 'Không so sánh được: đơn vị hình thành từ một phần đơn vị cũ trong kỳ'
            WHEN scored.null_reason = 'no_feed' THEN 'Chưa có số liệu từ nguồn'
            WHEN scored.null_reason = 'external' THEN 'Chưa có số liệu nhập theo mẫu: ' || scored.without_value_vi
            WHEN scored.score IS NULL THEN 'Không phát sinh trong kỳ' || coalesce(': ' || scored.without_value_vi, '')
        END AS unranked_reason
    FROM total_score AS scored
    LEFT JOIN waived ON scored.publication_id = waived.publication_id AND scored.unit_id = waived.unit_id
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
