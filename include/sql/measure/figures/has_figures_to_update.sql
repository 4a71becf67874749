-- Purpose:    whether there are figures that a difference is to be added to: not before there are periods, nor where all are
--             to be computed again.
-- Grain:      one boolean.
-- Reads:      audit.measure_state, mart.period.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    measure_state.catalogue_digest IS NOT NULL
    AND EXISTS (SELECT 1 FROM mart.period) AS are_followed
FROM audit.measure_state
