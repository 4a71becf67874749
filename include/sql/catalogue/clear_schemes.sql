-- Purpose:    delete the parts of schemes that will be written again, and of those that are gone.
-- Grain:      one scheme version.
-- Reads:      nothing.
-- Writes:     mart.scheme_band, mart.scheme_item, mart.scheme_group.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
-- By none of them anything was published, which triggers hold.
WITH cleared AS (
    SELECT entry.scheme_code, entry.scheme_version
    FROM jsonb_to_recordset(%(entries)s::jsonb || %(gone)s::jsonb) AS entry (scheme_code text, scheme_version integer)
),

without_bands AS (
    DELETE FROM mart.scheme_band
    USING cleared
    WHERE
        scheme_band.scheme_code = cleared.scheme_code
        AND scheme_band.scheme_version = cleared.scheme_version
),

without_items AS (
    DELETE FROM mart.scheme_item
    USING cleared
    WHERE
        scheme_item.scheme_code = cleared.scheme_code
        AND scheme_item.scheme_version = cleared.scheme_version
)

DELETE FROM mart.scheme_group
USING cleared
WHERE
    scheme_group.scheme_code = cleared.scheme_code
    AND scheme_group.scheme_version = cleared.scheme_version
