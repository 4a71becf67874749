-- Purpose:    up to which change the facts are published.
-- Grain:      one number.
-- Reads:      audit.change.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT coalesce(max(change.publish_seq), 0) AS known_seq
FROM audit.change
