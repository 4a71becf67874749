-- Purpose:    make room for the open dossiers of another moment.
-- Grain:      all of them.
-- Reads:      nothing.
-- Writes:     temporary table open_case.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
DROP TABLE open_case
