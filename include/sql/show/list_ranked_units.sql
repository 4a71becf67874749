-- Purpose:    the units of the standing overviews of an area and period, who get documents; every figure of the other
--             rankings is in these.
-- Grain:      one ranking and unit.
-- Reads:      mart.publication_head, mart.ranking.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    head.publication_id,
    head.status,
    head.has_form,
    ranking.unit_code
FROM mart.publication_head AS head
INNER JOIN mart.ranking ON head.publication_id = ranking.publication_id
WHERE head.area_code = %(area_code)s AND head.period_id = %(period_id)s AND head.is_standing AND head.is_overview
ORDER BY head.publication_id, ranking.unit_code
