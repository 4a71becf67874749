-- Purpose:    begin a build of the measures: whatever was counted counts no more until it is counted again, and every case of
--             core is.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      begins another build.
UPDATE audit.measure_state
SET
    build = build + 1,
    applied_seq = 0,
    draining_to = NULL,
    drained_case = NULL,
    catalogue_digest = NULL,
    is_rebuilding = TRUE
