-- Purpose:    the latest version of each ranking of an area for a period.
-- Grain:      one ranking.
-- Reads:      mart.publication, mart.area, mart.period, mart.scheme.
-- Writes:     nothing.
-- Parameters: area_code, period_id.
-- Rerun:      reads only.
SELECT DISTINCT ON (publication.scheme_code)
    publication.publication_id,
    publication.version,
    publication.status,
    publication.reason,
    publication.data_as_of,
    publication.published_at,
    publication.software_version,
    area.name AS area_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    scheme.name_vi AS scheme_name,
    scheme.note_vi AS scheme_note
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
WHERE area.area_code = %(area_code)s AND publication.period_id = %(period_id)s
ORDER BY publication.scheme_code, publication.version DESC
