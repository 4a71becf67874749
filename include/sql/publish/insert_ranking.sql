-- Purpose:    rank the units of a publication: 1-2-2-4, highest score first; missing data is not ranked, few dossiers are.
-- Grain:      one unit.
-- Reads:      mart.publication_head, mart.published_score, mart.published_value, mart.indicator, mart.ranking,
--             mart.grade_of, mart.unit, audit.source_waiver, core.unit_source, audit.source.
-- Writes:     mart.ranking.
-- Parameters: publication_id.
-- Rerun:      in the publication's transaction, so once.
WITH published AS (
    SELECT head.*
    FROM mart.publication_head AS head
    WHERE head.publication_id = %(publication_id)s
),

-- A unit has a score when every indicator of the scheme has points.
scored AS (
    SELECT
        published_score.subject_id AS unit_id,
        CASE WHEN count(*) = count(published_score.points) THEN sum(published_score.points) END AS score
    FROM mart.published_score
    WHERE published_score.publication_id = %(publication_id)s
    GROUP BY published_score.subject_id
),

waived AS (
    SELECT
        unit_source.unit_id,
        min(source_waiver.reason) AS reason
    FROM published
    INNER JOIN audit.source_waiver ON published.period_id = source_waiver.period_id
    INNER JOIN audit.source ON source_waiver.connection_name = source.connection_name
    INNER JOIN core.unit_source ON source.source_id = unit_source.source_id
    WHERE source.is_configured
    GROUP BY unit_source.unit_id
),

judged AS (
    SELECT
        scored.unit_id,
        scored.score,
        CASE
            WHEN waived.reason IS NOT NULL THEN 'Nguồn dữ liệu được miễn chờ: ' || waived.reason
            WHEN without_value.null_reason = 'not_comparable'
                THEN 'Không so sánh được: đơn vị hình thành từ một phần đơn vị cũ trong kỳ'
            WHEN without_value.null_reason = 'no_feed' THEN 'Chưa có số liệu từ nguồn'
            WHEN without_value.null_reason = 'external' THEN 'Chưa có số liệu nhập theo mẫu: ' || without_value.name_vi
            WHEN scored.score IS NULL THEN 'Không phát sinh trong kỳ' || coalesce(': ' || without_value.name_vi, '')
        END AS unranked_reason
    FROM scored
    LEFT JOIN waived ON scored.unit_id = waived.unit_id
    -- Why an indicator of the scheme has no value: other reasons before that nothing happened.
    LEFT JOIN LATERAL (
        SELECT
            published_value.null_reason,
            indicator.name_vi
        FROM mart.published_value
        INNER JOIN mart.indicator
            ON
                published_value.indicator_code = indicator.indicator_code
                AND published_value.indicator_version = indicator.indicator_version
        WHERE
            scored.score IS NULL
            AND published_value.publication_id = %(publication_id)s
            AND published_value.subject_kind = 'unit'
            AND published_value.subject_id = scored.unit_id
            AND published_value.basis = (SELECT published.basis FROM published)
            AND published_value.sector_code = '*'
            AND published_value.indicator_code IN (
                SELECT published_score.indicator_code
                FROM mart.published_score
                WHERE
                    published_score.publication_id = %(publication_id)s
                    AND published_score.subject_id = scored.unit_id
                    AND published_score.points IS NULL
            )
        ORDER BY published_value.null_reason = 'zero_denominator', published_value.indicator_code
        LIMIT 1
    ) AS without_value ON TRUE
)

INSERT INTO mart.ranking (
    publication_id, unit_id, area_code, period_kind, period_start, version, unit_code, rank, previous_rank, score,
    grade, is_ranked, unranked_reason, published_at
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
            THEN rank() OVER (PARTITION BY judged.unranked_reason IS NULL ORDER BY judged.score DESC)
    END,
    before.rank,
    judged.score,
    mart.grade_of(published.scheme_code, published.scheme_version, judged.score),
    judged.unranked_reason IS NULL,
    judged.unranked_reason,
    published.published_at
FROM judged
CROSS JOIN published
INNER JOIN mart.unit ON judged.unit_id = unit.unit_id
LEFT JOIN mart.ranking AS before
    ON
        published.previous_publication_id = before.publication_id
        AND judged.unit_id = before.unit_id
