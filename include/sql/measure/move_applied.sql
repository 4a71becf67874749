-- Purpose:    remember how far touched cases are in the mart.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: publish_seq.
-- Rerun:      the same sequence changes nothing.
UPDATE audit.measure_state SET applied_seq = %(publish_seq)s
WHERE measure_state.applied_seq < %(publish_seq)s
