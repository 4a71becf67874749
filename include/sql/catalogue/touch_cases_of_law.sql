-- Purpose:    touch the cases received on days for which a rule of law says something else than when they were counted.
-- Grain:      one case.
-- Reads:      core.law_rule, core.law_counted, core.dossier.
-- Writes:     audit.change, audit.touched.
-- Parameters: recorded_at.
-- Rerun:      after the rules were kept as counted it finds none.
WITH differing AS (
    SELECT range_agg(rule.valid) AS days
    FROM (
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
    ) AS rule
),

reached AS (
    SELECT DISTINCT dossier.case_id
    FROM core.dossier
    INNER JOIN differing ON differing.days @> dossier.received_on
),

numbered AS (
    INSERT INTO audit.change (publish_seq, kind, recorded_at)
    SELECT
        (SELECT coalesce(max(change.publish_seq), 0) + 1 FROM audit.change),
        'catalogue',
        %(recorded_at)s
    WHERE EXISTS (SELECT 1 FROM reached)
    RETURNING publish_seq
)

INSERT INTO audit.touched (publish_seq, case_id)
SELECT
    numbered.publish_seq,
    reached.case_id
FROM numbered
CROSS JOIN reached
