-- Purpose:    a place for the counts that a source tells of one feed, for this transaction.
-- Grain:      one unit code and day.
-- Reads:      nothing.
-- Writes:     temporary table source_count.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE source_count (
    unit_code text NOT NULL,
    day date NOT NULL,
    records integer NOT NULL,
    amount_vnd bigint
) ON COMMIT DROP
