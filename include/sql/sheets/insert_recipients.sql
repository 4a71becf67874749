-- Purpose:    keep the rows of a sheet of recipients.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.recipient.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.recipient (
    sheet_id, row_no, scope_kind, scope_code, scope_id, channel, address, wants, is_active
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.scope_kind,
    line.scope_code,
    line.scope_id,
    line.channel,
    line.address,
    line.wants,
    line.is_active
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, scope_kind text, scope_code text, scope_id integer, channel text, address text, wants text,
    is_active boolean
)
