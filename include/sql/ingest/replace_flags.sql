-- Purpose:    make the flags of the records that this batch changed those of their new version.
-- Grain:      one flagged record and rule.
-- Reads:      decision, staging.mark.
-- Writes:     core.flag.
-- Parameters: batch_id, source_id, feed, known_seq.
-- Rerun:      the same rows.
WITH cleared AS (
    DELETE FROM core.flag
    USING decision
    WHERE
        flag.source_id = %(source_id)s
        AND flag.feed = %(feed)s
        AND flag.record_key = decision.record_key
        AND decision.outcome = 'updated'
)

INSERT INTO core.flag (source_id, feed, record_key, rule_id, publish_seq)
SELECT
    %(source_id)s,
    %(feed)s,
    decision.record_key,
    mark.rule_id,
    %(known_seq)s
FROM decision
INNER JOIN staging.mark ON decision.page_no = mark.page_no AND decision.ordinal = mark.ordinal
WHERE mark.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
ON CONFLICT (source_id, feed, record_key, rule_id) DO UPDATE SET publish_seq = excluded.publish_seq
