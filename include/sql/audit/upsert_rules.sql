-- Purpose:    keep audit.rule equal to the rule files.
-- Grain:      one rule.
-- Reads:      nothing.
-- Writes:     audit.rule.
-- Parameters: rules.
-- Rerun:      the same texts change nothing.
INSERT INTO audit.rule (rule_id, feed, disposition, severity, reason_vi, reason_en)
SELECT
    given.rule_id,
    given.feed,
    given.disposition,
    given.severity,
    given.reason_vi,
    given.reason_en
FROM jsonb_to_recordset(%(rules)s::jsonb) AS given (
    rule_id text, feed text, disposition text, severity text, reason_vi text, reason_en text
)
ON CONFLICT (rule_id) DO UPDATE SET
    feed = excluded.feed,
    disposition = excluded.disposition,
    severity = excluded.severity,
    reason_vi = excluded.reason_vi,
    reason_en = excluded.reason_en
WHERE
    (rule.feed, rule.disposition, rule.severity, rule.reason_vi, rule.reason_en)
    <> (excluded.feed, excluded.disposition, excluded.severity, excluded.reason_vi, excluded.reason_en)
