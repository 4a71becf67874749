-- Purpose:    decide whether a staged batch may be published: why not, or null.
-- Grain:      one batch.
-- Reads:      audit.batch, audit.gate_limit, staging.mark, audit.rule.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH refused AS (
    SELECT count(DISTINCT (mark.page_no, mark.ordinal)) AS records
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND rule.disposition = 'quarantined'
)

SELECT
    CASE
        WHEN batch.received >= gate_limit.min_records
            AND refused.records > batch.received * gate_limit.max_quarantined_share
            THEN format(
                '%%s of %%s records would be quarantined; the limit is %%s of a batch. '
                || 'Look at the rules that they break, then release or reject the batch.',
                refused.records, batch.received, gate_limit.max_quarantined_share
            )
    END AS held_reason
FROM audit.batch
CROSS JOIN refused
CROSS JOIN LATERAL (
    SELECT gate_limit.min_records, gate_limit.max_quarantined_share
    FROM audit.gate_limit
    WHERE gate_limit.source_id IN (batch.source_id, '*') AND gate_limit.feed IN (batch.feed, '*')
    ORDER BY gate_limit.source_id = '*', gate_limit.feed = '*'
    LIMIT 1
) AS gate_limit
WHERE batch.batch_id = %(batch_id)s
