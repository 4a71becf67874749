-- Purpose:    whether cases that were touched, or units that were sent, wait for the figures.
-- Grain:      one boolean.
-- Reads:      audit.unmeasured_change.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT count(*) > 0 AS is_unmeasured
FROM audit.unmeasured_change
