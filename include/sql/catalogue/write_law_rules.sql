-- Purpose:    enter rules of law, and take out those that are gone.
-- Grain:      one rule and span.
-- Reads:      nothing.
-- Writes:     core.law_rule.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.law_rule
    USING jsonb_populate_recordset(NULL::core.law_rule, %(gone)s::jsonb) AS gone_entry
    WHERE
        law_rule.rule_code = gone_entry.rule_code
        AND law_rule.valid_from = gone_entry.valid_from
)

INSERT INTO core.law_rule (
    rule_code, valid, value, article, is_deduction, note_vi
)
SELECT
    entry.rule_code,
    entry.valid,
    entry.value,
    entry.article,
    entry.is_deduction,
    entry.note_vi
FROM jsonb_populate_recordset(NULL::core.law_rule, %(entries)s::jsonb) AS entry
ON CONFLICT (rule_code, valid_from) DO UPDATE SET
    valid = excluded.valid,
    value = excluded.value,
    article = excluded.article,
    is_deduction = excluded.is_deduction,
    note_vi = excluded.note_vi
