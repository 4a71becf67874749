-- Purpose:    how a person decided on a batch.
-- Grain:      no row or one.
-- Reads:      audit.batch_decision.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT batch_decision.decision FROM audit.batch_decision WHERE batch_decision.batch_id = %(batch_id)s
