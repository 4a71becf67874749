-- Purpose:    refuse a code that comes with another procedure and another reception day than its first version: it is another dossier.
-- Grain:      one staged record.
-- Reads:      staging.dossier, staging.mark, audit.rule, core.dossier_version.
-- Writes:     staging.mark.
-- Parameters: batch_id, source_id.
-- Rerun:      marks nothing the second time.
WITH usable AS (
    SELECT dossier.*
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

versioned AS (
    SELECT
        dossier.page_no,
        dossier.ordinal,
        dossier.procedure_code,
        dossier.received_at::date AS received_on,
        coalesce(known.procedure_code, first_value(dossier.procedure_code) OVER oldest_first) AS first_procedure,
        coalesce(known.received_on, first_value(dossier.received_at::date) OVER oldest_first) AS first_received_on
    FROM usable AS dossier
    LEFT JOIN LATERAL (
        SELECT
            (array_agg(version.procedure_code ORDER BY version.publish_seq) FILTER (WHERE version.procedure_code IS NOT NULL))[1] AS procedure_code,
            (array_agg(version.received_on ORDER BY version.publish_seq) FILTER (WHERE version.received_on IS NOT NULL))[1] AS received_on
        FROM core.dossier_version AS version
        WHERE version.source_id = %(source_id)s AND version.dossier_code = dossier.record_key
    ) AS known ON TRUE
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
