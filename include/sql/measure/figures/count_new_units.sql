-- Purpose:    notice units that are counted from now on: communes that a source has named, and units with counts of the
--             moved days.
-- Grain:      one unit and basis.
-- Reads:      moved_day (temporary table), core.unit, core.role, core.has_counts.
-- Writes:     mart.counted_unit.
-- Parameters: none.
-- Rerun:      writes no row the second time; returns those that are new.
WITH moved AS MATERIALIZED (
    SELECT moved_day.unit_id, moved_day.basis FROM moved_day
    EXCEPT
    SELECT counted_unit.unit_id, counted_unit.basis FROM mart.counted_unit
)

INSERT INTO mart.counted_unit (unit_id, basis)
SELECT unit.unit_id, role.basis
FROM core.unit
CROSS JOIN core.role
WHERE
    unit.kind = 'commune'
    AND unit.is_fed
    AND NOT EXISTS (
        SELECT 1
        FROM mart.counted_unit
        WHERE counted_unit.unit_id = unit.unit_id AND counted_unit.basis = role.basis
    )
UNION
SELECT moved.unit_id, moved.basis
FROM moved
WHERE core.has_counts(moved.unit_id, moved.basis)
ON CONFLICT (unit_id, basis) DO NOTHING
RETURNING counted_unit.unit_id, counted_unit.basis
