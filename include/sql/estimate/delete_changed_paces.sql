-- Purpose:    forget how long cases took whose facts have changed since.
-- Grain:      one case.
-- Reads:      core.case_fact.
-- Writes:     core.case_pace.
-- Parameters: none.
-- Rerun:      deletes nothing the second time.
DELETE FROM core.case_pace
WHERE
    NOT EXISTS (
        SELECT 1
        FROM core.case_fact
        WHERE case_fact.case_id = case_pace.case_id AND case_fact.publish_seq = case_pace.publish_seq
    )
