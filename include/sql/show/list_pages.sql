-- Purpose:    publications, newest period first, with whether their page was made.
-- Grain:      one publication.
-- Reads:      mart.publication, mart.area, mart.period, mart.scheme, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    publication.publication_id,
    publication.version,
    publication.status,
    publication.data_as_of,
    publication.published_at,
    publication.software_version,
    publication.reason,
    publication.period_id,
    publication.scheme_code,
    publication.previous_publication_id,
    area.area_code,
    area.name AS area_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    scheme.name_vi AS scheme_name,
    scheme.note_vi AS scheme_note,
    scheme.basis,
    rendered_page.path
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
LEFT JOIN audit.rendered_page ON publication.publication_id = rendered_page.publication_id
ORDER BY area.area_code, period.period_end DESC, publication.scheme_code, publication.version DESC
