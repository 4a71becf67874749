-- Purpose:    keep the rows of a sheet of objections to a preliminary ranking.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.objection.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.objection (
    sheet_id, row_no, publication_id, unit_id, indicator_code, dossier_code, cause_code, evidence, filed_by_post
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.publication_id,
    line.unit_id,
    line.indicator_code,
    line.dossier_code,
    line.cause_code,
    line.evidence,
    line.filed_by_post
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, publication_id bigint, unit_id integer, indicator_code text, dossier_code text,
    cause_code text, evidence text, filed_by_post text
)
