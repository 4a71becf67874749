-- Purpose:    the values that the units of a publication and its area had in earlier ones.
-- Grain:      one unit or area and indicator: the publications in which it had a value, and those values in the same order.
-- Reads:      mart.publication, mart.scheme, mart.published_value.
-- Writes:     nothing.
-- Parameters: publication_id, earlier_ids (array of publications).
-- Rerun:      reads only.
SELECT
    published_value.subject_kind,
    published_value.subject_id,
    published_value.indicator_code,
    array_agg(published_value.publication_id ORDER BY published_value.publication_id) AS publication_ids,
    array_agg(published_value.value ORDER BY published_value.publication_id) AS earlier_values
FROM mart.publication
INNER JOIN mart.scheme
    ON publication.scheme_code = scheme.scheme_code AND publication.scheme_version = scheme.scheme_version
INNER JOIN mart.published_value
    ON
        published_value.publication_id = ANY(%(earlier_ids)s::bigint[])
        AND scheme.basis = published_value.basis
        AND published_value.sector_code = '*'
        AND published_value.value IS NOT NULL
WHERE publication.publication_id = %(publication_id)s
GROUP BY published_value.subject_kind, published_value.subject_id, published_value.indicator_code
