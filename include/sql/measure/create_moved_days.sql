-- Purpose:    where a slice notes on which days which unit's measures moved; empty if nothing was touched.
-- Grain:      one unit and basis.
-- Reads:      nothing.
-- Writes:     temporary table moved_days.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE moved_days (
    unit_id integer NOT NULL,
    basis text NOT NULL,
    days datemultirange NOT NULL
) ON COMMIT DROP
