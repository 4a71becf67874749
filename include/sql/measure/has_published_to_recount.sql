-- Purpose:    whether what was published is about to be counted again: another build, or a migration that changed a measure.
-- Grain:      one boolean.
-- Reads:      audit.measure_state, audit.change, mart.publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    measure_state.applied_seq < latest.publish_seq
    AND EXISTS (
        SELECT 1 FROM mart.publication WHERE publication.publish_seq = latest.publish_seq
    ) AS has_published_to_recount
FROM audit.measure_state
CROSS JOIN (SELECT max(change.publish_seq) AS publish_seq FROM audit.change) AS latest
