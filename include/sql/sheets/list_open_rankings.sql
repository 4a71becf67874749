-- Purpose:    list the preliminary rankings that units may object to, with what they objected.
-- Grain:      one publication.
-- Reads:      audit.latest_publication, mart.period, mart.ranking, mart.scheme_item, mart.objection.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    latest.publication_id,
    period.period_end,
    latest.objections_until,
    (
        SELECT array_agg(ranking.unit_id) FROM mart.ranking WHERE ranking.publication_id = latest.publication_id
    ) AS unit_ids,
    (
        SELECT array_agg(scheme_item.indicator_code)
        FROM mart.scheme_item
        WHERE
            scheme_item.scheme_code = latest.scheme_code AND scheme_item.scheme_version = latest.scheme_version
    ) AS indicator_codes,
    (
        SELECT
            coalesce(
                jsonb_agg(jsonb_build_array(objection.unit_id, objection.indicator_code, objection.dossier_code)), '[]'
            )
        FROM mart.objection
        WHERE objection.publication_id = latest.publication_id
    ) AS objections
FROM audit.latest_publication AS latest
INNER JOIN mart.period ON latest.period_id = period.period_id
WHERE latest.status = 'preliminary'
