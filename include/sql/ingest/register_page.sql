-- Purpose:    enter a landed page in the manifest of its batch.
-- Grain:      one page.
-- Reads:      nothing.
-- Writes:     audit.page.
-- Parameters: batch_id, page_no, page_hash, path, records, bytes, as_of, schema_version, unknown_fields, field_counts
--             (JSON), fetched_at.
-- Rerun:      only in the transaction that opens the batch, so once.
INSERT INTO audit.page (
    batch_id, page_no, page_hash, path, records, bytes, as_of, schema_version, unknown_fields, field_counts,
    fetched_at
) VALUES (
    %(batch_id)s, %(page_no)s, %(page_hash)s, %(path)s, %(records)s, %(bytes)s, %(as_of)s, %(schema_version)s,
    %(unknown_fields)s, %(field_counts)s, %(fetched_at)s
)
