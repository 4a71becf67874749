-- Purpose:    find the first procedure and the first reception day that a code came with, where a usable record is not the first
--             that comes with it: the dossier is known, or others of the batch have the code, too.
-- Grain:      one staged record.
-- Reads:      staging.dossier, staging.mark, audit.rule, core.dossier.
-- Writes:     temporary table first_known.
-- Parameters: batch_id, source_id.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE first_known ON COMMIT DROP AS
WITH refused AS (
    SELECT DISTINCT
        mark.page_no,
        mark.ordinal
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE
        mark.batch_id = %(batch_id)s
        AND rule.disposition = 'quarantined'
        AND mark.rule_id <> 'dossier_identity_conflict'
),

usable AS (
    SELECT
        dossier.page_no,
        dossier.ordinal,
        dossier.record_key,
        dossier.procedure_code,
        dossier.received_at::date AS received_on,
        dossier.source_updated_at,
        dossier.read_as_of,
        dossier.record_hash
    FROM staging.dossier
    LEFT JOIN refused ON dossier.page_no = refused.page_no AND dossier.ordinal = refused.ordinal
    WHERE dossier.batch_id = %(batch_id)s AND dossier.record_key IS NOT NULL AND refused.page_no IS NULL
),

repeated AS (
    SELECT usable.record_key
    FROM usable
    GROUP BY usable.record_key
    HAVING count(*) > 1
),

aged AS (
    SELECT
        usable.record_key,
        usable.procedure_code,
        usable.received_on,
        row_number() OVER (ORDER BY usable.source_updated_at, usable.read_as_of, usable.record_hash) AS age
    FROM usable
    INNER JOIN repeated ON usable.record_key = repeated.record_key
),

-- What was known before goes first, whatever the batch says; then the oldest version of the batch that says anything.
first_said AS (
    SELECT
        aged.record_key,
        (array_agg(aged.procedure_code ORDER BY aged.age) FILTER (WHERE aged.procedure_code IS NOT NULL))[1]
            AS procedure_code,
        (array_agg(aged.received_on ORDER BY aged.age) FILTER (WHERE aged.received_on IS NOT NULL))[1] AS received_on
    FROM aged
    GROUP BY aged.record_key
),

placed AS (
    SELECT
        usable.page_no,
        usable.ordinal,
        usable.record_key,
        usable.procedure_code,
        usable.received_on,
        known.dossier_code IS NOT NULL AS is_known,
        known.first_procedure_code AS known_procedure_code,
        known.first_received_on AS known_received_on,
        coalesce(known.first_procedure_code, first_said.procedure_code, usable.procedure_code) AS first_procedure_code,
        coalesce(known.first_received_on, first_said.received_on, usable.received_on) AS first_received_on
    FROM usable
    LEFT JOIN first_said ON usable.record_key = first_said.record_key
    LEFT JOIN core.dossier AS known ON known.source_id = %(source_id)s AND usable.record_key = known.dossier_code
    WHERE first_said.record_key IS NOT NULL OR known.dossier_code IS NOT NULL
)

SELECT
    placed.page_no,
    placed.ordinal,
    placed.record_key,
    placed.procedure_code,
    placed.received_on,
    placed.first_procedure_code,
    placed.first_received_on,
    placed.is_known
    AND (
        placed.first_procedure_code IS DISTINCT FROM placed.known_procedure_code
        OR placed.first_received_on IS DISTINCT FROM placed.known_received_on
    ) AS says_more
FROM placed
