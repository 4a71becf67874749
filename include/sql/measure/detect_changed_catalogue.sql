-- Purpose:    detect a change of what every figure depends on (what is stored of measures, which unit moved into
--             which, who is in which area, what is stored of which periods), and remember how it is now.
-- Grain:      no row (unchanged) or one.
-- Reads:      audit.catalogue_change, mart.measure, core.unit_succession, core.area_member, mart.period_kind.
-- Writes:     audit.measure_state, audit.catalogue_change.
-- Parameters: none.
-- Rerun:      writes no row the second time.
-- There are ten thousands of rows, so they are read only if a row of one of the tables was changed since, or if all figures are
-- to be computed again. Hashes of the rows are added up, so that their order does not matter.
WITH taken AS (
    DELETE FROM audit.catalogue_change RETURNING catalogue_change.changed_table
),

due AS MATERIALIZED (
    SELECT EXISTS (SELECT 1 FROM taken) OR measure_state.catalogue_digest IS NULL AS is_due
    FROM audit.measure_state
),

followed (content, n) AS (
    SELECT 'measure', sum(hash_record_extended(ROW(measure.measure, measure.kind), 0))
    FROM mart.measure
    WHERE measure.kind IN ('flow', 'stock', 'opening') AND (SELECT due.is_due FROM due)
    UNION ALL
    SELECT 'succession', sum(hash_record_extended(unit_succession, 0))
    FROM core.unit_succession
    WHERE (SELECT due.is_due FROM due)
    UNION ALL
    SELECT 'member', sum(hash_record_extended(area_member, 0))
    FROM core.area_member
    WHERE (SELECT due.is_due FROM due)
    UNION ALL
    -- For which roles, and by sector or not: what is stored of a kind of periods.
    SELECT 'kind', sum(hash_record_extended(ROW(period_kind.kind, period_kind.by_sector, period_kind.bases), 0))
    FROM mart.period_kind
    WHERE (SELECT due.is_due FROM due)
),

catalogue AS (
    SELECT string_agg(concat_ws(' ', followed.content, followed.n), ', ' ORDER BY followed.content) AS digest
    FROM followed
)

UPDATE audit.measure_state SET catalogue_digest = catalogue.digest
FROM catalogue
CROSS JOIN due
WHERE due.is_due AND measure_state.catalogue_digest IS DISTINCT FROM catalogue.digest
RETURNING measure_state.catalogue_digest
