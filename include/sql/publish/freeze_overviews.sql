-- Purpose:    freeze every value of the units of each area and of the area itself, for publications that are overviews.
-- Grain:      one publication, subject, basis, sector and indicator.
-- Reads:      mart.publication, mart.period, mart.indicator_value, core.area_member.
-- Writes:     mart.published_value.
-- Parameters: publication_ids (array of publications of one period), period_id (theirs).
-- Rerun:      in the publications' transaction, so once.
-- Values are computed when they are read, so they are read once for all publications, and only those of their period.
INSERT INTO mart.published_value
WITH publication AS MATERIALIZED (
    SELECT
        publication.publication_id,
        publication.area_id,
        publication.period_id,
        period.period_end
    FROM mart.publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    WHERE publication.publication_id = ANY(%(publication_ids)s) AND publication.is_overview
),

value AS MATERIALIZED (
    SELECT indicator_value.*
    FROM mart.indicator_value
    WHERE indicator_value.period_id = %(period_id)s
),

subject AS (
    SELECT publication.publication_id, 'area' AS subject_kind, publication.area_id AS subject_id
    FROM publication
    UNION ALL
    SELECT publication.publication_id, 'unit', area_member.unit_id
    FROM publication
    INNER JOIN core.area_member
        ON publication.area_id = area_member.area_id AND area_member.valid @> publication.period_end
)

SELECT
    subject.publication_id,
    value.*
FROM subject
INNER JOIN value ON subject.subject_kind = value.subject_kind AND subject.subject_id = value.subject_id
