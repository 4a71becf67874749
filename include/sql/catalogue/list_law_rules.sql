-- Purpose:    rules of law, as the warehouse has them, and whether they are in use.
-- Grain:      one rule and span.
-- Reads:      core.law_rule.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_jsonb(law_rule) AS entry, FALSE AS is_in_use
FROM core.law_rule
ORDER BY law_rule.rule_code, law_rule.valid_from
