-- Purpose:    move the measures by the difference, see core.move_measures.
-- Grain:      one unit, basis, day, sector and procedure.
-- Reads:      core.move_measures.
-- Writes:     what the function writes: the measures, and the temporary table difference.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
SELECT core.move_measures()
