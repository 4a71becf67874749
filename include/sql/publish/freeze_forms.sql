-- Purpose:    freeze form II.06a of the units of each area, for publications that are overviews.
-- Grain:      one publication, unit, basis, period and sector.
-- Reads:      mart.publication, mart.form_ii06a, core.area_member.
-- Writes:     mart.published_form.
-- Parameters: publication_ids (array).
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_form
SELECT
    publication.publication_id,
    form_ii06a.*
FROM mart.publication
INNER JOIN mart.form_ii06a ON publication.period_id = form_ii06a.period_id
INNER JOIN core.area_member
    ON
        publication.area_id = area_member.area_id
        AND form_ii06a.unit_id = area_member.unit_id
        AND area_member.valid @> form_ii06a.period_end
WHERE publication.publication_id = ANY(%(publication_ids)s) AND publication.is_overview
