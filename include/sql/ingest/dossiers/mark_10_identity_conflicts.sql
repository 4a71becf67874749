-- Purpose:    refuse a code that comes with another procedure and another reception day than its oldest version: it is another dossier.
-- Grain:      one staged record.
-- Reads:      staging.dossier, core.dossier.
-- Writes:     staging.mark.
-- Parameters: batch_id, source_id.
-- Rerun:      marks nothing the second time.
WITH versioned AS (
    SELECT
        dossier.page_no,
        dossier.ordinal,
        dossier.procedure_code,
        dossier.received_at::date AS received_on,
        coalesce(known.procedure_code, first_value(dossier.procedure_code) OVER oldest_first) AS first_procedure,
        coalesce(known.received_on, first_value(dossier.received_at::date) OVER oldest_first) AS first_received_on
    FROM staging.dossier
    LEFT JOIN core.dossier AS known
        ON known.source_id = %(source_id)s AND dossier.record_key = known.dossier_code
    WHERE dossier.batch_id = %(batch_id)s AND dossier.record_key IS NOT NULL
    WINDOW oldest_first AS (
        PARTITION BY dossier.record_key
        ORDER BY dossier.source_updated_at, dossier.read_as_of, dossier.record_hash
    )
)

INSERT INTO staging.mark (batch_id, page_no, ordinal, rule_id)
SELECT
    %(batch_id)s,
    versioned.page_no,
    versioned.ordinal,
    'dossier_identity_conflict'
FROM versioned
WHERE
    versioned.procedure_code <> versioned.first_procedure
    AND versioned.received_on <> versioned.first_received_on
ON CONFLICT (batch_id, page_no, ordinal, rule_id) DO NOTHING
