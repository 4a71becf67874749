-- Purpose:    a place for the cases that the changed entries may let count as something else.
-- Grain:      one case.
-- Reads:      nothing.
-- Writes:     temporary table reached_case.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE reached_case (case_id uuid NOT NULL) ON COMMIT DROP
