-- Purpose:    give every counted unit, and every area with one, its row for all sectors in these periods, even where
--             nothing happened.
-- Grain:      one unit or area, basis and period.
-- Reads:      mart.counted_unit, core.area_member, mart.period, mart.period_kind.
-- Writes:     mart.figure.
-- Parameters: period_nos.
-- Rerun:      writes no row the second time.
WITH asked AS (
    SELECT period.period_no, period.period_end, period_kind.bases
    FROM mart.period
    INNER JOIN mart.period_kind ON period.kind = period_kind.kind
    WHERE period.period_no = ANY(%(period_nos)s::integer[])
),

area AS (
    SELECT DISTINCT area_member.area_id, counted_unit.basis
    FROM mart.counted_unit
    INNER JOIN core.area_member ON counted_unit.unit_id = area_member.unit_id
)

INSERT INTO mart.figure (period_no, basis, subject_kind, subject_id, sector_code)
SELECT asked.period_no, counted_unit.basis, 'unit', counted_unit.unit_id, '*'
FROM asked
INNER JOIN mart.counted_unit ON counted_unit.basis = ANY(asked.bases)
UNION ALL
-- An area that nobody is in at the end of the period has no figures of it.
SELECT asked.period_no, area.basis, 'area', area.area_id, '*'
FROM asked
INNER JOIN area ON area.basis = ANY(asked.bases)
WHERE EXISTS (
    SELECT 1
    FROM core.area_member
    WHERE area_member.area_id = area.area_id AND area_member.valid @> asked.period_end
)
ON CONFLICT (period_no, basis, subject_kind, subject_id, sector_code) DO NOTHING
