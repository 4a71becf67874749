-- Purpose:    a place for which figures were stored, and whether anything is left in them.
-- Grain:      one unit or area, basis, period and sector.
-- Reads:      nothing.
-- Writes:     temporary table stored_figure.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE stored_figure (
    subject_kind text NOT NULL,
    period_no integer NOT NULL,
    sector_code text NOT NULL,
    place tid NOT NULL,
    is_empty boolean NOT NULL
) ON COMMIT DROP
