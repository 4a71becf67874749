-- Purpose:    whether touched cases wait for the measures.
-- Grain:      one boolean.
-- Reads:      audit.change, audit.measure_state.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    coalesce(max(change.publish_seq), 0) > (SELECT measure_state.applied_seq FROM audit.measure_state) AS is_unmeasured
FROM audit.change
