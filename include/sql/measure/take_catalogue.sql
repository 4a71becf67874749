-- Purpose:    notice that the indicator catalogue changed since the values were computed, and remember the new one.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.indicator.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH catalogue AS (
    SELECT md5(coalesce(string_agg(indicator::text, chr(10) ORDER BY indicator.indicator_code, indicator.indicator_version), '')) AS digest
    FROM mart.indicator
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
