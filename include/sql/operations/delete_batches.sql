-- Purpose:    delete old published batches with their pages. Some stay at any age: open batches, and all after the
--             one by which it is known how far a feed was read. So do those on which a person decided, those of a quarantined
--             record or a change, and the last ones, whose fields the gate compares with.
-- Grain:      one batch.
-- Reads:      audit.batch, audit.batch_limit, audit.batch_decision, audit.change, quarantine.record, quarantine.decision.
-- Writes:     audit.batch.
-- Parameters: portion, ledger_before (machine's clock).
-- Rerun:      removes the next portion; nothing once all are removed.
WITH unsettled AS (
    SELECT
        batch.source_id,
        batch.feed,
        min(batch.batch_id) AS batch_id
    FROM audit.batch
    WHERE batch.status NOT IN ('published', 'rejected')
    GROUP BY batch.source_id, batch.feed
),

-- As audit.feed_progress knows it.
standing AS (
    SELECT
        batch.source_id,
        batch.feed,
        (array_agg(batch.batch_id ORDER BY batch.as_of DESC, batch.batch_id DESC))[1] AS batch_id
    FROM audit.batch
    LEFT JOIN unsettled ON batch.source_id = unsettled.source_id AND batch.feed = unsettled.feed
    WHERE
        batch.ends_feed
        AND batch.status IN ('published', 'rejected')
        AND (unsettled.batch_id IS NULL OR batch.batch_id < unsettled.batch_id)
    GROUP BY batch.source_id, batch.feed
),

-- As the gate takes them: include/sql/ingest/gate/removed_fields.sql.
compared AS (
    SELECT
        batch.batch_id,
        row_number() OVER (PARTITION BY batch.source_id, batch.feed ORDER BY batch.batch_id DESC) AS place
    FROM audit.batch
    INNER JOIN audit.batch_limit ON batch.batch_id = batch_limit.batch_id
    WHERE
        batch_limit.check_code = 'removed_fields'
        AND batch.kind = 'read'
        AND batch.status = 'published'
        AND batch.received >= batch_limit.min_records
)

DELETE FROM audit.batch
WHERE batch.batch_id IN (
    SELECT old.batch_id
    FROM audit.batch AS old
    INNER JOIN standing ON old.source_id = standing.source_id AND old.feed = standing.feed
    WHERE
        old.status = 'published'
        AND old.finished_at < %(ledger_before)s
        AND old.batch_id < standing.batch_id
        AND NOT EXISTS (SELECT 1 FROM compared WHERE compared.batch_id = old.batch_id AND compared.place <= 20)
        AND NOT EXISTS (SELECT 1 FROM audit.batch_decision WHERE batch_decision.batch_id = old.batch_id)
        AND NOT EXISTS (SELECT 1 FROM audit.change WHERE change.batch_id = old.batch_id)
        AND NOT EXISTS (SELECT 1 FROM quarantine.record WHERE record.batch_id = old.batch_id)
        AND NOT EXISTS (SELECT 1 FROM quarantine.decision WHERE decision.batch_id = old.batch_id)
    ORDER BY old.batch_id
    LIMIT %(portion)s
)
