-- Purpose:    freeze the indicator values of the area's units and of the area.
-- Grain:      one subject, basis, period, sector and indicator.
-- Reads:      mart.publication, mart.indicator_value, core.area_member.
-- Writes:     mart.published_value.
-- Parameters: publication_id.
-- Rerun:      in the publication's transaction, so once.
INSERT INTO mart.published_value
SELECT
    publication.publication_id,
    indicator_value.*
FROM mart.publication
INNER JOIN mart.indicator_value ON publication.period_id = indicator_value.period_id
WHERE
    publication.publication_id = %(publication_id)s
    AND (
        (indicator_value.subject_kind = 'area' AND indicator_value.subject_id = publication.area_id)
        OR (
            indicator_value.subject_kind = 'unit'
            AND EXISTS (
                SELECT 1
                FROM core.area_member
                WHERE
                    area_member.area_id = publication.area_id
                    AND area_member.unit_id = indicator_value.subject_id
                    AND area_member.valid @> indicator_value.period_end
            )
        )
    )
