-- Purpose:    which units have figures in a role: the communes that a source has named, and whoever has measures in it.
-- Grain:      one unit and role, or several times the same.
-- Reads:      core.unit, mart.measure_day, mart.unit_counts_for.
-- Writes:     view core.counted_unit.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.counted_unit AS
SELECT unit.unit_id, role.basis
FROM core.unit
CROSS JOIN (VALUES ('receiving'), ('responsible'), ('holding')) AS role (basis)
WHERE unit.kind = 'commune' AND unit.is_fed
UNION ALL
SELECT unit_counts_for.counts_for_unit_id, measure_day.basis
FROM mart.unit_counts_for
INNER JOIN mart.measure_day ON unit_counts_for.unit_id = measure_day.unit_id;
COMMENT ON VIEW core.counted_unit IS 'Units that have figures in a role, even where nothing happened.';
