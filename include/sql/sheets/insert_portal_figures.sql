-- Purpose:    keep the rows of a sheet of the national portal's figures.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.portal_figure.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.portal_figure (
    sheet_id, row_no, unit_id, period_id, indicator_code, numerator, denominator, points, taken_at
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.unit_id,
    line.period_id,
    line.indicator_code,
    line.numerator,
    line.denominator,
    line.points,
    line.taken_at
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, unit_id integer, period_id text, indicator_code text, numerator numeric, denominator numeric,
    points numeric, taken_at timestamptz
)
