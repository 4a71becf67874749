-- Purpose:    a place for the periods that days are added to, and for which of their days.
-- Grain:      one period.
-- Reads:      nothing.
-- Writes:     temporary table reading.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
-- The day whose stocks are the opening is null where the opening is known; place numbers these days, from 1.
CREATE TEMPORARY TABLE reading (
    period_no integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    period_end date NOT NULL,
    by_sector boolean NOT NULL,
    bases text[] NOT NULL,
    opens_after date,
    place integer
) ON COMMIT DROP
