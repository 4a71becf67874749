-- Purpose:    the rules of law by which dossiers are counted, for people and BI.
-- Grain:      one rule and span of days.
-- Reads:      core.law_rule.
-- Writes:     view mart.law_rule.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW mart.law_rule AS
SELECT
    law_rule.rule_code,
    law_rule.valid_from,
    upper(law_rule.valid) - 1 AS valid_to,
    law_rule.value,
    law_rule.article,
    law_rule.is_deduction,
    law_rule.note_vi
FROM core.law_rule;
COMMENT ON VIEW mart.law_rule IS 'What rules of law say for dossiers received from valid_from to valid_to, both inclusive; valid_to null: until further notice.';
COMMENT ON COLUMN mart.law_rule.rule_code IS 'The rule.';
COMMENT ON COLUMN mart.law_rule.valid_from IS 'First day of reception for which it holds.';
COMMENT ON COLUMN mart.law_rule.valid_to IS 'Last day of reception for which it holds; null: it still does.';
COMMENT ON COLUMN mart.law_rule.value IS 'What it says, in words that the statement which reads it knows.';
COMMENT ON COLUMN mart.law_rule.article IS 'Article that sets it.';
COMMENT ON COLUMN mart.law_rule.is_deduction IS 'The text of the law does not say it in so many words: a province may set it otherwise.';
COMMENT ON COLUMN mart.law_rule.note_vi IS 'What a reader must know of it, in Vietnamese; empty if nothing.';
GRANT SELECT ON mart.law_rule TO onestop_reader, onestop_pipeline;
