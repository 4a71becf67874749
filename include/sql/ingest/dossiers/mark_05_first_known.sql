-- Purpose:    find for each usable record the first procedure and the first reception day that its code came with.
-- Grain:      one staged record.
-- Reads:      staging.dossier, staging.mark, audit.rule, core.dossier.
-- Writes:     temporary table first_known.
-- Parameters: batch_id, source_id.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE first_known ON COMMIT DROP AS
WITH usable AS (
    SELECT
        dossier.page_no,
        dossier.ordinal,
        dossier.record_key,
        dossier.procedure_code,
        dossier.received_at::date AS received_on,
        row_number() OVER (ORDER BY dossier.source_updated_at, dossier.read_as_of, dossier.record_hash) AS age
    FROM staging.dossier
    WHERE
        dossier.batch_id = %(batch_id)s
        AND dossier.record_key IS NOT NULL
        AND NOT EXISTS (
            SELECT 1
            FROM staging.mark
            INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
            WHERE
                mark.batch_id = %(batch_id)s
                AND mark.page_no = dossier.page_no
                AND mark.ordinal = dossier.ordinal
                AND rule.disposition = 'quarantined'
                AND mark.rule_id <> 'dossier_identity_conflict'
        )
),

-- What was known before goes first, whatever the batch says; then the oldest version of the batch that says anything.
first_said AS (
    SELECT
        usable.record_key,
        (array_agg(usable.procedure_code ORDER BY usable.age) FILTER (WHERE usable.procedure_code IS NOT NULL))[1]
            AS procedure_code,
        (array_agg(usable.received_on ORDER BY usable.age) FILTER (WHERE usable.received_on IS NOT NULL))[1] AS received_on
    FROM usable
    GROUP BY usable.record_key
)

SELECT
    usable.page_no,
    usable.ordinal,
    usable.record_key,
    usable.procedure_code,
    usable.received_on,
    coalesce(known.first_procedure_code, first_said.procedure_code) AS first_procedure_code,
    coalesce(known.first_received_on, first_said.received_on) AS first_received_on
FROM usable
INNER JOIN first_said ON usable.record_key = first_said.record_key
LEFT JOIN core.dossier AS known ON known.source_id = %(source_id)s AND usable.record_key = known.dossier_code
