-- Purpose:    whose values publications freeze: the units of each area at the end of the period, and the area itself.
-- Grain:      one publication and subject.
-- Reads:      mart.publication, mart.period, mart.scheme, core.area_member.
-- Writes:     temporary table frozen_subject.
-- Parameters: publication_ids (array of publications of one period).
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE frozen_subject ON COMMIT DROP AS
WITH publication AS (
    SELECT
        publication.publication_id,
        publication.area_id,
        period.period_end,
        scheme.basis,
        publication.scheme_code,
        publication.scheme_version,
        publication.is_overview
    FROM mart.publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    LEFT JOIN mart.scheme
        ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
    WHERE publication.publication_id = ANY(%(publication_ids)s)
),

subject AS (
    SELECT publication.*, 'area' AS subject_kind, publication.area_id AS subject_id
    FROM publication
    UNION ALL
    SELECT publication.*, 'unit', area_member.unit_id
    FROM publication
    INNER JOIN core.area_member
        ON publication.area_id = area_member.area_id AND area_member.valid @> publication.period_end
)

SELECT
    subject.publication_id,
    subject.subject_kind,
    subject.subject_id,
    subject.basis,
    subject.scheme_code,
    subject.scheme_version,
    subject.is_overview
FROM subject
