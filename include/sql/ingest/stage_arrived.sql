-- Purpose:    create a table for what decides whether a record is already known unchanged.
-- Grain:      one record of a batch that is on its way.
-- Reads:      nothing.
-- Writes:     temporary table arrived.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE arrived (
    page_no integer NOT NULL,
    ordinal integer NOT NULL,
    record_hash bytea NOT NULL,
    record_key text,
    source_updated_at timestamptz,
    is_noted boolean NOT NULL
) ON COMMIT DROP
