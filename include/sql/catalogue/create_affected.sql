-- Purpose:    a place for the cases that the changed entries may let count as something else.
-- Grain:      one case.
-- Reads:      nothing.
-- Writes:     temporary table affected_case.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE affected_case (case_id uuid NOT NULL) ON COMMIT DROP
