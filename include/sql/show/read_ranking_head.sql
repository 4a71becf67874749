-- Purpose:    what a publication ranks, by which scheme, in which state and as of when.
-- Grain:      no row or one.
-- Reads:      mart.publication, mart.area, mart.period, mart.period_kind, mart.scheme.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
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
    period_kind.has_form,
    scheme.name_vi AS scheme_name,
    scheme.note_vi AS scheme_note
FROM mart.publication
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.period_kind ON period.kind = period_kind.kind
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
WHERE publication.publication_id = %(publication_id)s
