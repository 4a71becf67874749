-- Purpose:    what is left to do, apart from what waits for a person or for a failed source.
-- Grain:      one piece of work.
-- Reads:      audit.pending_work.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    pending_work.pending_kind,
    pending_work.source_id,
    pending_work.detail
FROM audit.pending_work
WHERE NOT pending_work.is_excused
ORDER BY pending_work.pending_kind, pending_work.source_id, pending_work.detail
