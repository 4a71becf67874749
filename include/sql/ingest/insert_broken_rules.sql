-- Purpose:    which rules each quarantined record broke.
-- Grain:      one record and rule.
-- Reads:      decision, staging.mark, audit.page.
-- Writes:     quarantine.broken_rule.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      adds nothing the second time.
WITH broken AS (
    SELECT decision.page_no, decision.ordinal, mark.rule_id
    FROM decision
    INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
    WHERE decision.outcome = 'quarantined' AND mark.batch_id = %(batch_id)s
    UNION
    SELECT decision.page_no, decision.ordinal, late.rule_id
    FROM decision
    CROSS JOIN LATERAL unnest(decision.late_rules) AS late (rule_id)
    WHERE decision.outcome = 'quarantined'
)

INSERT INTO quarantine.broken_rule (source_id, feed, page_hash, ordinal, rule_id)
SELECT %(source_id)s, %(feed)s, page.page_hash, broken.ordinal, broken.rule_id
FROM broken
INNER JOIN audit.page ON page.batch_id = %(batch_id)s AND broken.page_no = page.page_no
ON CONFLICT DO NOTHING
