-- Purpose:    notice that the catalogue of measures and indicators changed since the figures were computed, and remember the new one.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.indicator, mart.measure.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH catalogue AS (
    SELECT md5(string_agg(entry.content, chr(10) ORDER BY entry.content)) AS digest
    FROM (
        SELECT 'indicator ' || indicator::text AS content FROM mart.indicator
        UNION ALL
        SELECT 'measure ' || measure::text FROM mart.measure
    ) AS entry
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
