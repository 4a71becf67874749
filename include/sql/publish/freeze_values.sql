-- Purpose:    freeze the indicator values of the area's units and of the area.
-- Grain:      one subject, basis, period, sector and indicator.
-- Reads:      mart.publication, mart.period, mart.indicator_value, core.area_member.
-- Writes:     mart.published_value.
-- Parameters: publication_id.
-- Rerun:      in the publication's transaction, so once.
-- The period is looked up first: values are computed when they are read, so only its own may be.
INSERT INTO mart.published_value
WITH publication AS (
    SELECT
        publication.publication_id,
        publication.area_id,
        publication.period_id
    FROM mart.publication
    WHERE publication.publication_id = %(publication_id)s
),

subject AS (
    SELECT 'area' AS subject_kind, publication.area_id AS subject_id
    FROM publication
    UNION ALL
    SELECT 'unit', area_member.unit_id
    FROM publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    INNER JOIN core.area_member
        ON publication.area_id = area_member.area_id AND area_member.valid @> period.period_end
)

SELECT
    %(publication_id)s,
    indicator_value.*
FROM mart.indicator_value
INNER JOIN subject
    ON
        indicator_value.subject_kind = subject.subject_kind
        AND indicator_value.subject_id = subject.subject_id
WHERE indicator_value.period_id = (SELECT publication.period_id FROM publication)
