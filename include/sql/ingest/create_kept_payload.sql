-- Purpose:    create a table for the kept content of quarantined records.
-- Grain:      one quarantined record.
-- Reads:      nothing.
-- Writes:     temporary table kept_payload.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE kept_payload (
    page_no integer NOT NULL,
    ordinal integer NOT NULL,
    payload json NOT NULL
) ON COMMIT DROP
