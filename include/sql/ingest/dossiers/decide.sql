-- Purpose:    decide of each staged dossier record what becomes of it.
-- Grain:      one staged record.
-- Reads:      staging.dossier, staging.mark, audit.rule, core.dossier.
-- Writes:     temporary table decision.
-- Parameters: batch_id, source_id.
-- Rerun:      gone at the end of the transaction.
-- The version that wins is the latest by (CapNhatLuc, as_of of the page, hash). A code that comes with another
-- procedure and another reception day than its oldest version is another dossier: it cannot be used.
CREATE TEMPORARY TABLE decision ON COMMIT DROP AS
WITH refused AS (
    SELECT DISTINCT mark.page_no, mark.ordinal
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND rule.disposition = 'quarantined'
),

staged AS (
    SELECT
        dossier.page_no,
        dossier.ordinal,
        dossier.record_key,
        dossier.source_updated_at,
        dossier.read_as_of,
        dossier.record_hash,
        dossier.procedure_code,
        dossier.received_at::date AS received_on,
        refused.page_no IS NOT NULL AS is_refused
    FROM staging.dossier
    LEFT JOIN refused ON dossier.page_no = refused.page_no AND dossier.ordinal = refused.ordinal
    WHERE dossier.batch_id = %(batch_id)s
),

compared AS (
    SELECT
        staged.*,
        known.source_updated_at AS known_updated_at,
        known.read_as_of AS known_as_of,
        known.record_hash AS known_hash,
        coalesce(known.procedure_code, first_value(staged.procedure_code) OVER oldest_first) AS first_procedure,
        coalesce(known.received_on, first_value(staged.received_on) OVER oldest_first) AS first_received_on
    FROM staged
    LEFT JOIN core.dossier AS known
        ON known.source_id = %(source_id)s AND staged.record_key = known.dossier_code
    WINDOW oldest_first AS (
        PARTITION BY staged.is_refused, staged.record_key
        ORDER BY staged.source_updated_at, staged.read_as_of, staged.record_hash
    )
),

judged AS (
    SELECT
        compared.*,
        NOT compared.is_refused
        AND coalesce(compared.procedure_code <> compared.first_procedure, FALSE)
        AND coalesce(compared.received_on <> compared.first_received_on, FALSE) AS is_conflict
    FROM compared
),

placed AS (
    SELECT
        judged.*,
        row_number() OVER (
            PARTITION BY judged.is_refused OR judged.is_conflict, judged.record_key
            ORDER BY judged.source_updated_at DESC, judged.read_as_of DESC, judged.record_hash DESC
        ) AS place
    FROM judged
),

decided AS (
    SELECT
        placed.*,
        CASE
            WHEN placed.is_refused OR placed.is_conflict THEN 'quarantined'
            WHEN placed.place > 1 THEN 'stale'
            WHEN placed.known_hash IS NULL THEN 'inserted'
            WHEN placed.known_hash = placed.record_hash THEN 'unchanged'
            WHEN (placed.source_updated_at, placed.read_as_of, placed.record_hash)
                > (placed.known_updated_at, placed.known_as_of, placed.known_hash) THEN 'updated'
            ELSE 'stale'
        END AS outcome
    FROM placed
)

SELECT
    decided.page_no,
    decided.ordinal,
    decided.record_key,
    decided.outcome,
    CASE
        WHEN decided.is_conflict THEN ARRAY['dossier_identity_conflict']
        WHEN decided.outcome = 'updated' AND decided.source_updated_at = decided.known_updated_at
            THEN ARRAY['dossier_silent_edit']
        ELSE '{}'::text[]
    END AS late_rules
FROM decided
