-- Purpose:    number a change of core.
-- Grain:      one change.
-- Reads:      audit.change.
-- Writes:     audit.change.
-- Parameters: kind, batch_id, recorded_at.
-- Rerun:      under the publish lock and in its transaction, so once a batch.
INSERT INTO audit.change (publish_seq, kind, batch_id, recorded_at)
SELECT coalesce(max(change.publish_seq), 0) + 1, %(kind)s, %(batch_id)s, %(recorded_at)s
FROM audit.change
RETURNING publish_seq
