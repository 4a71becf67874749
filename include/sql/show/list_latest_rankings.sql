-- Purpose:    the latest ranking of each area and scheme, whose workbook offices get with the dossiers of today.
-- Grain:      one area and scheme.
-- Reads:      mart.publication, mart.period, mart.area, mart.scheme.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- Of several periods that end on one day the longest is taken, as for the points that can be won back.
SELECT DISTINCT ON (area.name, area.area_id, publication.scheme_code)
    publication.publication_id,
    publication.version,
    publication.status,
    area.name AS area_name,
    scheme.name_vi AS scheme_name,
    period.kind AS period_kind,
    period.period_start,
    period.period_end
FROM mart.publication
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.area ON publication.area_id = area.area_id
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
ORDER BY
    area.name, area.area_id, publication.scheme_code, period.period_end DESC, period.period_start, period.period_id,
    publication.version DESC
