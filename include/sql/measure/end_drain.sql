-- Purpose:    remember that all touched cases of the drain are in the measures and in the figures.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      changes nothing the second time; returns the sequence that is applied now.
UPDATE audit.measure_state SET applied_seq = draining_to, draining_to = NULL, drained_case = NULL, is_rebuilding = FALSE
WHERE measure_state.draining_to IS NOT NULL
RETURNING measure_state.applied_seq
