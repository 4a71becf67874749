-- Purpose:    refuse a code that comes with another procedure and another reception day than its first version: it is
--             another dossier.
-- Grain:      one staged record.
-- Reads:      first_known.
-- Writes:     staging.mark.
-- Parameters: batch_id.
-- Rerun:      marks nothing the second time.
INSERT INTO staging.mark (batch_id, page_no, ordinal, rule_id)
SELECT
    %(batch_id)s,
    first_known.page_no,
    first_known.ordinal,
    'dossier_identity_conflict'
FROM first_known
WHERE
    first_known.procedure_code <> first_known.first_procedure_code
    AND first_known.received_on <> first_known.first_received_on
ON CONFLICT (batch_id, page_no, ordinal, rule_id) DO NOTHING
