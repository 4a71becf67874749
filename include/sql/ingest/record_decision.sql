-- Purpose:    write down who decided on a held batch, how and why; the first decision stands.
-- Grain:      one batch.
-- Reads:      nothing.
-- Writes:     audit.batch_decision.
-- Parameters: batch_id, decision, reason, decided_by_post, decided_at.
-- Rerun:      only in the transaction that moves the batch from held, so once.
INSERT INTO audit.batch_decision (batch_id, decision, reason, decided_by_post, decided_at)
VALUES (%(batch_id)s, %(decision)s, %(reason)s, %(decided_by_post)s, %(decided_at)s)
