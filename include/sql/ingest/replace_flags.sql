-- Purpose:    make the flags of the records that this batch changed those of their new version.
-- Grain:      one flagged record and rule.
-- Reads:      decision, staging.mark.
-- Writes:     core.flag.
-- Parameters: batch_id, source_id, feed, publish_seq.
-- Rerun:      the same rows.
WITH changed AS (
    SELECT * FROM decision WHERE decision.outcome IN ('inserted', 'updated')
),

cleared AS (
    DELETE FROM core.flag
    USING changed
    WHERE
        flag.source_id = %(source_id)s
        AND flag.feed = %(feed)s
        AND flag.record_key = changed.record_key
        AND changed.outcome = 'updated'
),

broken AS (
    SELECT changed.record_key, mark.rule_id
    FROM changed
    INNER JOIN staging.mark ON changed.page_no = mark.page_no AND changed.ordinal = mark.ordinal
    WHERE mark.batch_id = %(batch_id)s
    UNION
    SELECT changed.record_key, late.rule_id
    FROM changed
    CROSS JOIN LATERAL unnest(changed.late_rules) AS late (rule_id)
)

INSERT INTO core.flag (source_id, feed, record_key, rule_id, publish_seq)
SELECT %(source_id)s, %(feed)s, broken.record_key, broken.rule_id, %(publish_seq)s
FROM broken
ON CONFLICT (source_id, feed, record_key, rule_id) DO UPDATE SET publish_seq = excluded.publish_seq
