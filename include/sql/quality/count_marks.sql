-- Purpose:    how many records of a batch were marked with each rule.
-- Grain:      one rule that was broken.
-- Reads:      staging.mark.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
SELECT
    mark.rule_id,
    count(*) AS records
FROM staging.mark
WHERE mark.batch_id = %(batch_id)s
GROUP BY mark.rule_id
