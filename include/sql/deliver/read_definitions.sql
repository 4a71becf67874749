-- Purpose:    what the indicators of a publications scheme mean.
-- Grain:      one indicator.
-- Reads:      mart.publication, mart.scheme_item, mart.indicator.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    indicator.name_vi,
    indicator.definition_vi,
    indicator.source,
    scheme_item.max_points
FROM mart.publication
INNER JOIN mart.scheme_item
    ON publication.scheme_code = scheme_item.scheme_code AND publication.scheme_version = scheme_item.scheme_version
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
WHERE publication.publication_id = %(publication_id)s
ORDER BY scheme_item.indicator_code
