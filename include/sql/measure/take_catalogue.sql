-- Purpose:    notice that something changed that every figure follows (the catalogue of measures, which unit moved into which,
--             who is in which area), and remember how it is now.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.measure, core.unit_succession, core.area_member.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH followed AS (
    SELECT 'measure ' || measure::text AS content FROM mart.measure
    UNION ALL
    SELECT 'succession ' || unit_succession::text FROM core.unit_succession
    UNION ALL
    SELECT 'member ' || area_member::text FROM core.area_member
),

catalogue AS (
    SELECT md5(string_agg(followed.content, chr(10) ORDER BY followed.content)) AS digest FROM followed
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
