-- Purpose:    note which units are counted in which role: communes that a source has named, and units with counts by day.
-- Grain:      one unit and basis.
-- Reads:      core.unit, core.role, core.day_count, mart.unit_counts_for.
-- Writes:     mart.counted_unit.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
WITH counted AS (
    SELECT unit.unit_id, role.basis
    FROM core.unit
    CROSS JOIN core.role
    WHERE unit.kind = 'commune' AND unit.is_fed
    UNION
    SELECT unit_counts_for.counts_for_unit_id, own.basis
    FROM (
        SELECT day_count.receiving_unit_id AS unit_id, 'receiving' AS basis FROM core.day_count
        UNION
        SELECT day_count.responsible_unit_id, 'responsible' FROM core.day_count
        UNION
        SELECT day_count.holding_unit_id, 'holding' FROM core.day_count
    ) AS own
    INNER JOIN mart.unit_counts_for ON own.unit_id = unit_counts_for.unit_id
),

gone AS (
    DELETE FROM mart.counted_unit
    WHERE (counted_unit.unit_id, counted_unit.basis) NOT IN (SELECT counted.unit_id, counted.basis FROM counted)
)

INSERT INTO mart.counted_unit (unit_id, basis)
SELECT counted.unit_id, counted.basis FROM counted
ON CONFLICT (unit_id, basis) DO NOTHING
