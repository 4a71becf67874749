-- Purpose:    keep audit.rule equal to the rule files.
-- Grain:      one rule.
-- Reads:      nothing.
-- Writes:     audit.rule.
-- Parameters: rule_id, feed, disposition, severity, reason_vi, reason_en.
-- Rerun:      the same texts change nothing.
INSERT INTO audit.rule (rule_id, feed, disposition, severity, reason_vi, reason_en)
VALUES (%(rule_id)s, %(feed)s, %(disposition)s, %(severity)s, %(reason_vi)s, %(reason_en)s)
ON CONFLICT (rule_id) DO UPDATE SET
    feed = excluded.feed,
    disposition = excluded.disposition,
    severity = excluded.severity,
    reason_vi = excluded.reason_vi,
    reason_en = excluded.reason_en
WHERE
    (rule.feed, rule.disposition, rule.severity, rule.reason_vi, rule.reason_en)
    <> (excluded.feed, excluded.disposition, excluded.severity, excluded.reason_vi, excluded.reason_en)
