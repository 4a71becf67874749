-- Purpose:    which rules each quarantined record broke.
-- Grain:      one record and rule.
-- Reads:      decision, staging.mark, quarantine.record.
-- Writes:     quarantine.broken_rule.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      adds nothing the second time.
WITH broken AS (
    -- By content first: thousands of records may say the same, such as nothing at all.
    SELECT DISTINCT
        decision.record_hash,
        mark.rule_id
    FROM decision
    INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
    WHERE mark.batch_id = %(batch_id)s AND decision.outcome = 'quarantined'
)

INSERT INTO quarantine.broken_rule (source_id, feed, page_hash, ordinal, rule_id)
SELECT
    refused.source_id,
    refused.feed,
    refused.page_hash,
    refused.ordinal,
    broken.rule_id
FROM broken
-- OFFSET 0 makes it a look-up by content: the planner has no statistics yet of what this transaction wrote.
CROSS JOIN LATERAL (
    SELECT
        record.source_id,
        record.feed,
        record.page_hash,
        record.ordinal
    FROM quarantine.record
    WHERE
        record.source_id = %(source_id)s
        AND record.feed = %(feed)s
        AND record.record_hash = broken.record_hash
        AND record.batch_id = %(batch_id)s
    OFFSET 0
) AS refused
ON CONFLICT DO NOTHING
