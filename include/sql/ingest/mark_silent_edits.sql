-- Purpose:    flag records that changed without a new CapNhatLuc.
-- Grain:      one record.
-- Reads:      decision.
-- Writes:     staging.mark.
-- Parameters: batch_id, rule_id.
-- Rerun:      in the publish transaction, so once.
INSERT INTO staging.mark (batch_id, page_no, ordinal, rule_id)
SELECT
    %(batch_id)s,
    decision.page_no,
    decision.ordinal,
    %(rule_id)s
FROM decision
WHERE decision.is_silent_edit
