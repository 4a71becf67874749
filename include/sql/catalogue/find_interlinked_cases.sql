-- Purpose:    every interlinked case, after an entry that says how they are judged has changed.
-- Grain:      one case or record.
-- Reads:      core.interlinked_cases.
-- Writes:     temporary table affected_case.
-- Parameters: none.
-- Rerun:      adds the same again; they are touched once.
INSERT INTO affected_case (case_id)
SELECT known.case_id
FROM core.interlinked_cases() AS known (case_id)
