-- Purpose:    move open records to what a person decided, and write down who, why and when.
-- Grain:      one record.
-- Reads:      quarantine.record.
-- Writes:     quarantine.record, quarantine.decision.
-- Parameters: source_id, feed, page_hashes (array), ordinals (array), decision, reason, decided_by_post, decided_at,
--             batch_id (of the replay, else null).
-- Rerun:      moves nothing the second time: the records are no longer open.
WITH moved AS (
    UPDATE quarantine.record SET status = %(decision)s
    FROM unnest(%(page_hashes)s::text[], %(ordinals)s::integer[]) AS chosen (page_hash, ordinal)
    WHERE
        record.source_id = %(source_id)s
        AND record.feed = %(feed)s
        AND record.page_hash = chosen.page_hash
        AND record.ordinal = chosen.ordinal
        AND record.status = 'open'
    RETURNING record.source_id, record.feed, record.page_hash, record.ordinal
)

INSERT INTO quarantine.decision (
    source_id, feed, page_hash, ordinal, decision, reason, decided_by_post, decided_at, batch_id
)
SELECT
    moved.source_id,
    moved.feed,
    moved.page_hash,
    moved.ordinal,
    %(decision)s,
    %(reason)s,
    %(decided_by_post)s,
    %(decided_at)s,
    %(batch_id)s
FROM moved
