-- Purpose:    what was kept of the open records under one key.
-- Grain:      one record.
-- Reads:      quarantine.record.
-- Writes:     nothing.
-- Parameters: source_id, feed, record_key.
-- Rerun:      reads only.
SELECT record.payload::text AS payload
FROM quarantine.record
WHERE
    record.source_id = %(source_id)s
    AND record.feed = %(feed)s
    AND record.record_key = %(record_key)s
    AND record.status = 'open'
