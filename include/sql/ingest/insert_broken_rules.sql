-- Purpose:    which rules each quarantined record broke.
-- Grain:      one record and rule.
-- Reads:      decision, staging.mark, quarantine.record.
-- Writes:     quarantine.broken_rule.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      adds nothing the second time.
INSERT INTO quarantine.broken_rule (source_id, feed, page_hash, ordinal, rule_id)
SELECT DISTINCT
    record.source_id,
    record.feed,
    record.page_hash,
    record.ordinal,
    mark.rule_id
FROM decision
INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
INNER JOIN quarantine.record ON decision.record_hash = record.record_hash
WHERE
    mark.batch_id = %(batch_id)s
    AND decision.outcome = 'quarantined'
    AND record.source_id = %(source_id)s
    AND record.feed = %(feed)s
    AND record.batch_id = %(batch_id)s
ON CONFLICT DO NOTHING
