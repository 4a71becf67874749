-- Purpose:    whether cases that were touched, or units that were sent, wait for the figures.
-- Grain:      one boolean.
-- Reads:      audit.unmeasured_change.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT EXISTS (SELECT 1 FROM audit.unmeasured_change) AS is_unmeasured
