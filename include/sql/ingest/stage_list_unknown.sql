-- Purpose:    list the records of a batch that are to be staged: all but those that are known as they came, once in the batch,
--             and of which there is nothing to say.
-- Grain:      one page with such records.
-- Reads:      arrived, audit.batch, audit.page, audit.held_record, core.settled_version.
-- Writes:     nothing.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      reads only.
-- OFFSET 0 makes it a look-up for each record: the planner knows nothing of a temporary table.
WITH arrived_once AS (
    SELECT
        arrived.*,
        count(*) OVER (PARTITION BY arrived.record_key) = 1 AS is_single
    FROM arrived
),

-- By the records of the day that ended the gate judges its volume. A clock that went back makes a future of what was none.
judged AS MATERIALIZED (
    SELECT
        CASE WHEN batch.ends_feed THEN batch.as_of::date - 1 END AS day,
        (SELECT min(page.as_of) FROM audit.page WHERE page.batch_id = batch.batch_id) AS earliest
    FROM audit.batch
    WHERE batch.batch_id = %(batch_id)s
),

known AS (
    SELECT
        arrived_once.page_no,
        arrived_once.ordinal
    FROM arrived_once
    CROSS JOIN LATERAL (
        SELECT 1
        FROM core.settled_version
        WHERE
            settled_version.feed = %(feed)s
            AND settled_version.source_id = %(source_id)s
            AND settled_version.record_key = arrived_once.record_key
            AND settled_version.record_hash = arrived_once.record_hash
            AND settled_version.read_as_of <= (SELECT judged.earliest FROM judged)
        OFFSET 0
    ) AS same
    WHERE
        arrived_once.is_single
        AND arrived_once.unreadable = '{}'
        AND arrived_once.noticed = '{}'
        AND arrived_once.source_updated_at::date IS DISTINCT FROM (SELECT judged.day FROM judged)
        -- What was held is left out by its content, unless a person released it.
        AND arrived_once.record_hash NOT IN (
            SELECT held_record.record_hash
            FROM audit.held_record
            WHERE held_record.source_id = %(source_id)s AND held_record.feed = %(feed)s
        )
)

SELECT
    arrived.page_no,
    array_agg(arrived.ordinal ORDER BY arrived.ordinal) AS ordinals
FROM arrived
LEFT JOIN known ON arrived.page_no = known.page_no AND arrived.ordinal = known.ordinal
WHERE known.page_no IS NULL
GROUP BY arrived.page_no
ORDER BY arrived.page_no
