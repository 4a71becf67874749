-- Purpose:    close the sheets of which later ones say something else in every row.
-- Grain:      one sheet.
-- Reads:      core.valid_target, core.valid_manual_figure, core.valid_portal_figure, mart.objection,
--             mart.form_confirmation, mart.form_signature, core.valid_recipient, core.valid_outage.
-- Writes:     audit.sheet.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE audit.sheet SET status = 'superseded'
WHERE
    sheet.status = 'accepted'
    AND sheet.sheet_id NOT IN (
        SELECT valid_target.sheet_id FROM core.valid_target
        UNION
        SELECT valid_manual_figure.sheet_id FROM core.valid_manual_figure
        UNION
        SELECT valid_portal_figure.sheet_id FROM core.valid_portal_figure
        UNION
        SELECT objection.sheet_id FROM mart.objection
        UNION
        SELECT objection.decision_sheet_id FROM mart.objection WHERE objection.decision_sheet_id IS NOT NULL
        UNION
        SELECT form_confirmation.sheet_id FROM mart.form_confirmation
        UNION
        SELECT form_signature.sheet_id FROM mart.form_signature
        UNION
        SELECT valid_recipient.sheet_id FROM core.valid_recipient
        UNION
        SELECT valid_outage.sheet_id FROM core.valid_outage
    )
