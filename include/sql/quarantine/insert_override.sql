-- Purpose:    keep one correction, for each open record that it is meant for.
-- Grain:      one record and line of a file.
-- Reads:      quarantine.record.
-- Writes:     quarantine.override.
-- Parameters: file_hash, line_no, source_id, feed, record_key, field, value, reason, decided_by_post, loaded_at.
-- Rerun:      adds nothing the second time.
INSERT INTO quarantine.override (
    file_hash, line_no, source_id, feed, page_hash, ordinal, record_key, field, value, reason, decided_by_post, loaded_at
)
SELECT
    %(file_hash)s,
    %(line_no)s,
    record.source_id,
    record.feed,
    record.page_hash,
    record.ordinal,
    record.record_key,
    %(field)s,
    %(value)s,
    %(reason)s,
    %(decided_by_post)s,
    %(loaded_at)s
FROM quarantine.record
WHERE
    record.source_id = %(source_id)s
    AND record.feed = %(feed)s
    AND record.record_key = %(record_key)s
    AND record.status = 'open'
ON CONFLICT DO NOTHING
