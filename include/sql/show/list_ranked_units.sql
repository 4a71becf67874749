-- Purpose:    the units of the standing rankings of an area and period.
-- Grain:      one ranking and unit.
-- Reads:      mart.publication, mart.area, mart.period, mart.period_kind, mart.ranking.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT
    latest.publication_id,
    latest.status,
    ranking.unit_code,
    latest.has_form
FROM (
    SELECT DISTINCT ON (publication.scheme_code)
        publication.publication_id,
        publication.status,
        period_kind.has_form
    FROM mart.publication
    INNER JOIN mart.area ON publication.area_id = area.area_id
    INNER JOIN mart.period ON publication.period_id = period.period_id
    INNER JOIN mart.period_kind ON period.kind = period_kind.kind
    WHERE area.area_code = %(area_code)s AND publication.period_id = %(period_id)s
    ORDER BY publication.scheme_code, publication.version DESC
) AS latest
INNER JOIN mart.ranking ON latest.publication_id = ranking.publication_id
ORDER BY latest.publication_id, ranking.unit_code
