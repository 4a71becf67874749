-- Purpose:    keep the rows of a sheet of targets.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.target.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.target (
    sheet_id, row_no, scope_kind, scope_code, scope_id, sector_code, indicator_code, scheme_code, period_kind, valid_from,
    valid_to, comparator, value, value_unit, document, clause, origin
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.scope_kind,
    line.scope_code,
    line.scope_id,
    line.sector_code,
    line.indicator_code,
    line.scheme_code,
    line.period_kind,
    line.valid_from,
    line.valid_to,
    line.comparator,
    line.value,
    line.value_unit,
    line.document,
    line.clause,
    line.origin
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, scope_kind text, scope_code text, scope_id integer, sector_code text, indicator_code text,
    scheme_code text, period_kind text, valid_from date, valid_to date, comparator text, value numeric, value_unit text,
    document text, clause text, origin text
)
