-- Purpose:    list the records of a batch that are to be staged: all but those that are known with the same content, come
--             once in the batch, and about which nothing is to be reported.
-- Grain:      one page with such records.
-- Reads:      arrived, audit.batch, audit.page, audit.held_record, core.settled_version.
-- Writes:     nothing.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      reads only.
-- OFFSET 0 makes it a look-up for each record: the planner knows nothing of a temporary table.
WITH repeated AS MATERIALIZED (
    SELECT arrived.record_key
    FROM arrived
    GROUP BY arrived.record_key
    HAVING count(*) > 1
),

-- By the records of the day that ended the gate judges its volume. A clock that went back makes a future of what was none.
judged AS MATERIALIZED (
    SELECT
        CASE WHEN batch.ends_feed THEN batch.as_of::date - 1 END AS day,
        (SELECT min(page.as_of) FROM audit.page WHERE page.batch_id = batch.batch_id) AS earliest
    FROM audit.batch
    WHERE batch.batch_id = %(batch_id)s
)

SELECT
    arrived.page_no,
    array_agg(arrived.ordinal ORDER BY arrived.ordinal) AS ordinals
FROM arrived
WHERE
    arrived.is_noted
    OR arrived.source_updated_at::date IS NOT DISTINCT FROM (SELECT judged.day FROM judged)
    OR arrived.record_key IN (SELECT repeated.record_key FROM repeated)
    -- What was held is left out by its content, unless a person released it.
    OR arrived.record_hash IN (
        SELECT held_record.record_hash
        FROM audit.held_record
        WHERE held_record.source_id = %(source_id)s AND held_record.feed = %(feed)s
    )
    OR NOT EXISTS (
        SELECT 1
        FROM core.settled_version
        WHERE
            settled_version.feed = %(feed)s
            AND settled_version.source_id = %(source_id)s
            AND settled_version.record_key = arrived.record_key
            AND settled_version.record_hash = arrived.record_hash
            AND settled_version.read_as_of <= (SELECT judged.earliest FROM judged)
        OFFSET 0
    )
GROUP BY arrived.page_no
ORDER BY arrived.page_no
