-- Purpose:    store the rules of law by which cases are counted from now on.
-- Grain:      one rule and span.
-- Reads:      core.law_rule.
-- Writes:     core.law_counted.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
MERGE INTO core.law_counted
USING core.law_rule
    ON law_counted.rule_code = law_rule.rule_code AND law_counted.valid = law_rule.valid
WHEN MATCHED AND law_counted.value <> law_rule.value THEN UPDATE SET value = law_rule.value
WHEN NOT MATCHED BY TARGET THEN INSERT (rule_code, valid, value)
    VALUES (law_rule.rule_code, law_rule.valid, law_rule.value)
WHEN NOT MATCHED BY SOURCE THEN DELETE
