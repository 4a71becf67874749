-- Purpose:    whether a source has sent its units: sheets name them and their areas.
-- Grain:      one boolean.
-- Reads:      core.unit.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT count(*) > 0 AS knows_units
FROM core.unit
WHERE unit.is_fed
