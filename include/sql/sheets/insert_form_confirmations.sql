-- Purpose:    confirm forms II.06a as they are now: each becomes the next version, with its figures.
-- Grain:      one row of the sheet; a row without a form is left out, which the caller refuses.
-- Reads:      audit.sheet, audit.measure_state, mart.form_ii06a.
-- Writes:     mart.form_confirmation, mart.confirmed_form.
-- Parameters: sheet_id, rows (JSON).
-- Rerun:      confirms another version; so once, in the transaction that accepts the sheet.
WITH confirmed AS (
    INSERT INTO mart.form_confirmation (
        unit_id, basis, period_id, version, publish_seq, confirmed_at, confirmed_by_post, sheet_id
    )
    SELECT
        line.unit_id,
        line.basis,
        line.period_id,
        (
            SELECT coalesce(max(former.version), 0) + 1
            FROM mart.form_confirmation AS former
            WHERE
                former.unit_id = line.unit_id
                AND former.basis = line.basis
                AND former.period_id = line.period_id
        ),
        measure_state.applied_seq,
        sheet.received_at,
        line.confirmed_by_post,
        sheet.sheet_id
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS line (
        row_no integer, unit_id integer, period_id text, basis text, confirmed_by_post text
    )
    INNER JOIN audit.sheet ON sheet.sheet_id = %(sheet_id)s
    CROSS JOIN audit.measure_state
    WHERE EXISTS (
        SELECT 1
        FROM mart.form_ii06a
        WHERE
            form_ii06a.unit_id = line.unit_id
            AND form_ii06a.basis = line.basis
            AND form_ii06a.period_id = line.period_id
    )
    RETURNING form_confirmation.form_id, form_confirmation.unit_id, form_confirmation.basis, form_confirmation.period_id
),

kept AS (
    INSERT INTO mart.confirmed_form
    SELECT
        confirmed.form_id,
        form_ii06a.*
    FROM confirmed
    INNER JOIN mart.form_ii06a
        ON
            confirmed.unit_id = form_ii06a.unit_id
            AND confirmed.basis = form_ii06a.basis
            AND confirmed.period_id = form_ii06a.period_id
)

SELECT confirmed.form_id FROM confirmed
