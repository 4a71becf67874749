-- Purpose:    units that have figures in a role.
-- Grain:      one unit.
-- Reads:      core.counted_unit.
-- Writes:     nothing.
-- Parameters: basis.
-- Rerun:      reads only.
SELECT DISTINCT counted_unit.unit_id
FROM core.counted_unit
WHERE counted_unit.basis = %(basis)s
