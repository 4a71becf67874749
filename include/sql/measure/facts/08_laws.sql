-- Purpose:    what the rules of law say for each day on which one of the cases was received.
-- Grain:      one day of reception; thousands of cases may share it.
-- Reads:      main_dossier, core.law_rule.
-- Writes:     temporary table law_of_day.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE law_of_day ON COMMIT DROP AS
SELECT
    received.day,
    string_to_array(
        max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'held_over_channels'), ' '
    ) AS held_over_channels,
    string_to_array(
        max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'held_over_procedures'), ' '
    ) AS held_over_procedures,
    max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'outside_clock') AS outside_clock,
    max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'acceptance_clock') AS acceptance_clock,
    max(law_rule.value) FILTER (WHERE law_rule.rule_code = 'interlinked_apology') AS who_apologises
FROM (SELECT DISTINCT main_dossier.received_on AS day FROM main_dossier) AS received
LEFT JOIN core.law_rule ON law_rule.valid @> received.day
GROUP BY received.day
