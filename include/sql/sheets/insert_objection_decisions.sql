-- Purpose:    keep the rows of a sheet of what was decided of objections.
-- Grain:      one row of the sheet.
-- Reads:      nothing.
-- Writes:     core.objection_decision.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      refused: a sheet's rows are kept in the transaction that accepts it.
INSERT INTO core.objection_decision (
    sheet_id, row_no, publication_id, unit_id, indicator_code, dossier_code, is_accepted, reason, decided_by_post
)
SELECT
    %(sheet_id)s,
    line.row_no,
    line.publication_id,
    line.unit_id,
    line.indicator_code,
    line.dossier_code,
    line.is_accepted,
    line.reason,
    line.decided_by_post
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, publication_id bigint, unit_id integer, indicator_code text, dossier_code text,
    is_accepted boolean, reason text, decided_by_post text
)
