-- Purpose:    delete units without counts after the moved days, with their figures.
-- Grain:      one unit and basis.
-- Reads:      moved_day (temporary table), core.unit, core.has_counts, core.area_member.
-- Writes:     mart.counted_unit, mart.figure.
-- Parameters: none.
-- Rerun:      forgets nothing the second time.
WITH candidate AS MATERIALIZED (
    SELECT DISTINCT moved_day.unit_id, moved_day.basis
    FROM moved_day
    INNER JOIN core.unit ON moved_day.unit_id = unit.unit_id AND NOT (unit.kind = 'commune' AND unit.is_fed)
),

gone AS (
    DELETE FROM mart.counted_unit
    USING candidate
    WHERE
        counted_unit.unit_id = candidate.unit_id
        AND counted_unit.basis = candidate.basis
        AND NOT core.has_counts(candidate.unit_id, candidate.basis)
    RETURNING counted_unit.unit_id, counted_unit.basis
),

-- An area has figures as long as one of its units is counted.
without AS (
    SELECT 'unit' AS subject_kind, gone.unit_id AS subject_id, gone.basis
    FROM gone
    UNION
    SELECT 'area', area_member.area_id, gone.basis
    FROM gone
    INNER JOIN core.area_member ON gone.unit_id = area_member.unit_id
    WHERE NOT EXISTS (
        SELECT 1
        FROM core.area_member AS other
        INNER JOIN mart.counted_unit ON other.unit_id = counted_unit.unit_id AND counted_unit.basis = gone.basis
        WHERE
            other.area_id = area_member.area_id
            AND (counted_unit.unit_id, counted_unit.basis) NOT IN (SELECT gone.unit_id, gone.basis FROM gone)
    )
)

DELETE FROM mart.figure
USING without
WHERE
    figure.subject_kind = without.subject_kind
    AND figure.subject_id = without.subject_id
    AND figure.basis = without.basis
