-- Purpose:    what a message says of a publication as a whole.
-- Grain:      one publication with its page.
-- Reads:      mart.publication, mart.area, mart.period, mart.scheme, audit.rendered_page.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    publication.publication_id,
    publication.period_id,
    publication.scheme_code,
    publication.version,
    publication.status,
    publication.reason,
    publication.data_as_of,
    publication.published_at,
    area.area_code,
    area.name AS area_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    scheme.name_vi AS scheme_name,
    rendered_page.path
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN audit.rendered_page ON publication.publication_id = rendered_page.publication_id
WHERE publication.publication_id = %(publication_id)s
