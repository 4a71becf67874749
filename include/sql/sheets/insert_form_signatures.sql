-- Purpose:    note that confirmed forms II.06a were signed.
-- Grain:      one row of the sheet; a row without a form that is confirmed and not signed is left out, which the caller
--             refuses.
-- Reads:      mart.form_state.
-- Writes:     mart.form_signature.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      signs nothing the second time.
INSERT INTO mart.form_signature (form_id, document_number, document_date, signed_by_post, sheet_id)
SELECT
    form_state.form_id,
    line.document_number,
    line.document_date,
    line.signed_by_post,
    %(sheet_id)s
FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
    row_no integer, unit_id integer, period_id text, basis text, document_number text, document_date date,
    signed_by_post text
)
INNER JOIN mart.form_state
    ON
        line.unit_id = form_state.unit_id
        AND line.basis = form_state.basis
        AND line.period_id = form_state.period_id
        AND form_state.state = 'confirmed'
