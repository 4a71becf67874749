-- Purpose:    notice that something changed that every figure follows (what is stored of measures, which unit moved into which,
--             who is in which area, what is stored of which periods), and remember how it is now.
-- Grain:      no row (unchanged) or one.
-- Reads:      mart.measure, core.unit_succession, core.area_member, mart.period_kind.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      writes no row the second time.
-- As hashes of the rows, added up in whatever order they lie: there are ten thousands of them, and each refresh looks.
WITH followed (content, n) AS (
    SELECT 'measure', sum(hash_record_extended(ROW(measure.measure, measure.kind), 0))
    FROM mart.measure
    WHERE measure.kind IN ('flow', 'stock', 'opening')
    UNION ALL
    SELECT 'succession', sum(hash_record_extended(unit_succession, 0)) FROM core.unit_succession
    UNION ALL
    SELECT 'member', sum(hash_record_extended(area_member, 0)) FROM core.area_member
    UNION ALL
    -- For which roles, and by sector or not: what is stored of a kind of periods.
    SELECT 'kind', sum(hash_record_extended(ROW(period_kind.kind, period_kind.by_sector, period_kind.bases), 0))
    FROM mart.period_kind
),

catalogue AS (
    SELECT string_agg(concat_ws(' ', followed.content, followed.n), ', ' ORDER BY followed.content) AS digest
    FROM followed
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
WHERE measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
