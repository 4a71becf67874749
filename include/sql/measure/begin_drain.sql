-- Purpose:    set out to take all cases into the measures that were touched by now, unless a drain is under way.
-- Grain:      the one row of audit.measure_state.
-- Reads:      audit.change.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      changes nothing until the drain has ended.
UPDATE audit.measure_state SET draining_to = latest.publish_seq
FROM (SELECT max(change.publish_seq) AS publish_seq FROM audit.change) AS latest
WHERE measure_state.draining_to IS NULL AND latest.publish_seq > measure_state.applied_seq
