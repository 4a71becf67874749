-- Purpose:    how far each source was read, and how many of its records wait in quarantine.
-- Grain:      one source and feed.
-- Reads:      mart.source_status, quarantine.record.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    source_status.source_id,
    source_status.feed,
    source_status.as_of,
    source_status.pending,
    source_status.held,
    (
        SELECT count(*)
        FROM quarantine.record
        WHERE
            record.source_id = source_status.source_id
            AND record.feed = source_status.feed
            AND record.status = 'open'
    ) AS quarantined
FROM mart.source_status
ORDER BY source_status.source_id, source_status.feed
