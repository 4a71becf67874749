-- Purpose:    notice that the catalogue of measures changed since the figures were computed, and remember the new one.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.measure.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH catalogue AS (
    SELECT md5(string_agg(measure::text, chr(10) ORDER BY measure.measure)) AS digest FROM mart.measure
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
