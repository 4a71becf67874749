-- Purpose:    find the cases for which a rule of law differs from when they were counted. These were received on the days of a
--             rule; of a rule about interlinked cases all of these, whose steps have days of their own.
-- Grain:      one case or record.
-- Reads:      core.law_rule, core.law_counted, core.dossier, core.interlinked_cases.
-- Writes:     temporary table affected_case.
-- Parameters: none.
-- Rerun:      after the rules were kept as counted it finds none.
WITH changed AS (
    (
        SELECT law_rule.rule_code, law_rule.valid, law_rule.value FROM core.law_rule
        EXCEPT
        SELECT law_counted.rule_code, law_counted.valid, law_counted.value FROM core.law_counted
    )
    UNION ALL
    (
        SELECT law_counted.rule_code, law_counted.valid, law_counted.value FROM core.law_counted
        EXCEPT
        SELECT law_rule.rule_code, law_rule.valid, law_rule.value FROM core.law_rule
    )
)

INSERT INTO affected_case (case_id)
SELECT dossier.case_id
FROM core.dossier
WHERE
    (
        SELECT range_agg(changed.valid) FROM changed
        WHERE NOT starts_with(changed.rule_code, 'interlinked_')
    ) @> dossier.received_on
UNION
SELECT known.case_id
FROM core.interlinked_cases() AS known (case_id)
WHERE EXISTS (SELECT 1 FROM changed WHERE starts_with(changed.rule_code, 'interlinked_'))
