-- Purpose:    begin again with the first change, and compute every period's figures anew.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE audit.measure_state SET applied_seq = 0, draining_to = NULL, drained_case = NULL, catalogue_digest = NULL
