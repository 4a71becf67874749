-- Purpose:    which rules each quarantined record broke.
-- Grain:      one record and rule.
-- Reads:      decision, staging.mark, audit.page.
-- Writes:     quarantine.broken_rule.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      adds nothing the second time.
INSERT INTO quarantine.broken_rule (source_id, feed, page_hash, ordinal, rule_id)
SELECT
    %(source_id)s,
    %(feed)s,
    page.page_hash,
    decision.ordinal,
    mark.rule_id
FROM decision
INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
INNER JOIN audit.page ON page.batch_id = %(batch_id)s AND decision.page_no = page.page_no
WHERE mark.batch_id = %(batch_id)s AND decision.outcome = 'quarantined'
ON CONFLICT DO NOTHING
