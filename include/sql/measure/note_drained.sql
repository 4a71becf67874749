-- Purpose:    remember which of the touched cases are in the measures.
-- Grain:      the one row of audit.measure_state.
-- Reads:      touched_case.
-- Writes:     audit.measure_state.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE audit.measure_state SET drained_case = latest.case_id
FROM (SELECT touched_case.case_id FROM touched_case ORDER BY touched_case.case_id DESC LIMIT 1) AS latest
