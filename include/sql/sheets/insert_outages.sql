-- Purpose:    keep the rows of a sheet of announced outages.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.outage.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.outage (sheet_id, row_no, system, since, until, document)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.system,
    line.since,
    line.until,
    line.document
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, system text, since timestamptz, until timestamptz, document text
)
