-- Purpose:    notice that something changed that every figure follows (the catalogue of measures, which unit moved into which,
--             who is in which area, what is stored of which periods), and remember how it is now.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.measure, core.unit_succession, core.area_member, mart.period_kind.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
WITH followed AS (
    SELECT 'measure ' || measure::text AS content FROM mart.measure
    UNION ALL
    SELECT 'succession ' || unit_succession::text FROM core.unit_succession
    UNION ALL
    SELECT 'member ' || area_member::text FROM core.area_member
    UNION ALL
    -- For which roles, by sector or not, with a form or not: what is stored of a kind of periods.
    SELECT 'kind ' || concat_ws(' ', period_kind.kind, period_kind.by_sector, period_kind.bases, period_kind.has_form)
    FROM mart.period_kind
),

catalogue AS (
    SELECT md5(string_agg(followed.content, chr(10) ORDER BY followed.content)) AS digest FROM followed
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
