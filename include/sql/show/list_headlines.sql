-- Purpose:    the ranking of each area that its page shows first: an overview, of the latest period, by the scheme with
--             the most indicators.
-- Grain:      one area.
-- Reads:      mart.latest_ranking, mart.scheme_item.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT ON (latest.area_id)
    latest.area_code,
    latest.publication_id
FROM mart.latest_ranking AS latest
INNER JOIN LATERAL (
    SELECT count(*) AS items
    FROM mart.scheme_item
    WHERE scheme_item.scheme_code = latest.scheme_code AND scheme_item.scheme_version = latest.scheme_version
) AS scored ON TRUE
ORDER BY
    latest.area_id, latest.is_overview DESC, latest.period_end DESC, latest.period_start, scored.items DESC,
    latest.scheme_code
