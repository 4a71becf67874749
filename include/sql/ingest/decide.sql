-- Purpose:    decide of each staged record what becomes of it; the version that wins is the latest by (CapNhatLuc,
--             as_of of the page, hash).
-- Grain:      one staged record.
-- Reads:      staging.record, staging.mark, audit.rule, audit.batch, audit.batch_decision, audit.held_record, core.known_version.
-- Writes:     temporary table decision.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      gone at the end of the transaction.
-- The key comes first in the order of the window: texts are compared many times as fast in the first place of a sort.
CREATE TEMPORARY TABLE decision ON COMMIT DROP AS
WITH refused AS (
    SELECT DISTINCT
        mark.page_no,
        mark.ordinal
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND rule.disposition = 'quarantined'
),

-- What waits in a held batch, or was turned away with one, does not slip in because it is read again.
left_out AS (
    SELECT DISTINCT held_record.record_hash
    FROM audit.held_record
    INNER JOIN audit.batch AS holding ON held_record.batch_id = holding.batch_id
    INNER JOIN audit.batch ON batch.batch_id = %(batch_id)s
    WHERE
        held_record.source_id = %(source_id)s
        AND held_record.feed = %(feed)s
        AND holding.status IN ('held', 'rejected')
        AND batch.kind = 'read'
        AND NOT EXISTS (SELECT 1 FROM audit.batch_decision WHERE batch_decision.batch_id = batch.batch_id)
),

staged AS (
    SELECT
        record.page_no,
        record.ordinal,
        record.record_key,
        record.dossier_code,
        record.record_hash,
        record.source_updated_at,
        record.read_as_of,
        refused.page_no IS NOT NULL AS is_refused,
        left_out.record_hash IS NOT NULL AS is_left_out
    FROM staging.record
    LEFT JOIN refused ON record.page_no = refused.page_no AND record.ordinal = refused.ordinal
    LEFT JOIN left_out ON record.record_hash = left_out.record_hash
    WHERE record.batch_id = %(batch_id)s
),

placed AS (
    SELECT
        staged.*,
        row_number() OVER (
            PARTITION BY staged.record_key, staged.is_left_out, staged.is_refused
            ORDER BY staged.source_updated_at DESC, staged.read_as_of DESC, staged.record_hash DESC
        ) AS place
    FROM staged
),

decided AS (
    SELECT
        placed.page_no,
        placed.ordinal,
        placed.record_key,
        placed.dossier_code,
        placed.record_hash,
        placed.source_updated_at,
        known.source_updated_at AS known_updated_at,
        CASE
            WHEN placed.is_left_out THEN 'stale'
            WHEN placed.is_refused THEN 'quarantined'
            WHEN placed.place > 1 THEN 'stale'
            WHEN known.record_hash IS NULL THEN 'inserted'
            WHEN known.record_hash = placed.record_hash THEN 'unchanged'
            WHEN
                (placed.source_updated_at, placed.read_as_of, placed.record_hash)
                > (known.source_updated_at, known.read_as_of, known.record_hash) THEN 'updated'
            ELSE 'stale'
        END AS outcome
    FROM placed
    LEFT JOIN core.known_version AS known
        ON
            known.feed = %(feed)s
            AND known.source_id = %(source_id)s
            AND placed.record_key = known.record_key
)

SELECT
    decided.page_no,
    decided.ordinal,
    decided.record_key,
    decided.dossier_code,
    decided.record_hash,
    decided.source_updated_at,
    decided.outcome,
    decided.outcome = 'updated' AND decided.source_updated_at = decided.known_updated_at AS is_silent_edit
FROM decided
