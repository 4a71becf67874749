-- Purpose:    units that have figures in a role: the communes that a source has named, and whoever has measures in it.
-- Grain:      one unit.
-- Reads:      core.unit, mart.measure_day.
-- Writes:     nothing.
-- Parameters: basis.
-- Rerun:      reads only.
SELECT unit.unit_id FROM core.unit WHERE unit.kind = 'commune' AND unit.is_fed
UNION
SELECT measure_day.unit_id FROM mart.measure_day
WHERE measure_day.basis = %(basis)s
