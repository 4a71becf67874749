-- Purpose:    keep the rows of a sheet of figures entered by hand.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.manual_figure.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.manual_figure (
    sheet_id, row_no, unit_id, period_id, figure_code, value, null_reason, document, entered_by_post
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.unit_id,
    line.period_id,
    line.figure_code,
    line.value,
    line.null_reason,
    line.document,
    line.entered_by_post
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, unit_id integer, period_id text, figure_code text, value numeric, null_reason text, document text,
    entered_by_post text
)
