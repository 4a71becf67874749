-- Purpose:    the grades of a publication's scheme, the best first.
-- Grain:      one grade.
-- Reads:      mart.publication, mart.scheme_band.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT scheme_band.name_vi
FROM mart.publication
INNER JOIN mart.scheme_band
    ON publication.scheme_code = scheme_band.scheme_code AND publication.scheme_version = scheme_band.scheme_version
WHERE publication.publication_id = %(publication_id)s
ORDER BY scheme_band.from_points DESC
