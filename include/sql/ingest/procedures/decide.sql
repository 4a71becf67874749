-- Purpose:    decide of each staged procedure record what becomes of it.
-- Grain:      one staged record.
-- Reads:      staging.procedure, staging.mark, audit.rule, core.procedure.
-- Writes:     temporary table decision.
-- Parameters: batch_id, source_id.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE decision ON COMMIT DROP AS
WITH refused AS (
    SELECT DISTINCT mark.page_no, mark.ordinal
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND rule.disposition = 'quarantined'
),

staged AS (
    SELECT
        procedure.*,
        coalesce(procedure.valid_from, '2000-01-01'::date) AS first_day,
        refused.page_no IS NOT NULL AS is_refused
    FROM staging.procedure
    LEFT JOIN refused ON procedure.page_no = refused.page_no AND procedure.ordinal = refused.ordinal
    WHERE procedure.batch_id = %(batch_id)s
),

placed AS (
    SELECT
        staged.*,
        row_number() OVER (
            PARTITION BY staged.is_refused, staged.record_key, staged.first_day
            ORDER BY staged.source_updated_at DESC, staged.read_as_of DESC, staged.record_hash DESC
        ) AS place
    FROM staged
)

SELECT
    placed.page_no,
    placed.ordinal,
    placed.record_key,
    placed.first_day,
    CASE
        WHEN placed.is_refused THEN 'quarantined'
        WHEN placed.place > 1 THEN 'stale'
        WHEN known.procedure_code IS NULL THEN 'inserted'
        WHEN known.record_hash = placed.record_hash THEN 'unchanged'
        WHEN (placed.source_updated_at, placed.read_as_of, placed.record_hash)
            > (known.source_updated_at, known.read_as_of, known.record_hash) THEN 'updated'
        ELSE 'stale'
    END AS outcome,
    '{}'::text[] AS late_rules
FROM placed
LEFT JOIN core.procedure AS known
    ON
        known.source_id = %(source_id)s
        AND placed.record_key = known.procedure_code
        AND placed.first_day = known.valid_from
