-- Purpose:    indicators, as the warehouse has them, and whether they are in use.
-- Grain:      one indicator version.
-- Reads:      mart.indicator, mart.scheme_item, mart.publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    to_jsonb(indicator) AS entry,
    (indicator.indicator_code, indicator.indicator_version) IN (
        SELECT scheme_item.indicator_code, scheme_item.indicator_version
        FROM mart.scheme_item
        INNER JOIN mart.publication
            ON
                scheme_item.scheme_code = publication.scheme_code
                AND scheme_item.scheme_version = publication.scheme_version
    ) AS is_in_use
FROM mart.indicator
ORDER BY indicator.indicator_code, indicator.indicator_version
