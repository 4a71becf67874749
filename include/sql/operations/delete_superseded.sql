-- Purpose:    delete quarantined records of which a good version came long ago, with the rules that they broke. As long as a
--             window of the past is read in which the source may send them again they stay; so does what a person corrected.
-- Grain:      one record.
-- Reads:      quarantine.record, quarantine.override, audit.reread_window.
-- Writes:     quarantine.record.
-- Parameters: portion, sent_before, as_of (business clock).
-- Rerun:      removes the next portion; nothing once all are removed.
DELETE FROM quarantine.record
USING (
    SELECT
        old.source_id,
        old.feed,
        old.page_hash,
        old.ordinal
    FROM quarantine.record AS old
    WHERE
        old.status = 'superseded'
        AND old.last_seen_at < %(sent_before)s
        AND old.last_seen_at < (
            SELECT %(as_of)s::timestamptz - make_interval(days => 35 + coalesce(max(reread_window.window_days), 0))
            FROM audit.reread_window
        )
        AND NOT EXISTS (
            SELECT 1
            FROM quarantine.override
            WHERE
                override.source_id = old.source_id
                AND override.feed = old.feed
                AND override.page_hash = old.page_hash
                AND override.ordinal = old.ordinal
        )
    ORDER BY old.source_id, old.feed, old.page_hash, old.ordinal
    LIMIT %(portion)s
) AS forgotten
WHERE
    record.source_id = forgotten.source_id
    AND record.feed = forgotten.feed
    AND record.page_hash = forgotten.page_hash
    AND record.ordinal = forgotten.ordinal
