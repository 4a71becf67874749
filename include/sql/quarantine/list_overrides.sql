-- Purpose:    the corrections of some quarantined records, the latest of each field.
-- Grain:      one record and field.
-- Reads:      quarantine.override.
-- Writes:     nothing.
-- Parameters: source_id, feed, page_hashes (array), ordinals (array).
-- Rerun:      reads only.
SELECT DISTINCT ON (override.page_hash, override.ordinal, override.field)
    override.page_hash,
    override.ordinal,
    override.field,
    override.value
FROM quarantine.override
INNER JOIN unnest(%(page_hashes)s::text[], %(ordinals)s::integer[]) AS chosen (page_hash, ordinal)
    ON override.page_hash = chosen.page_hash AND override.ordinal = chosen.ordinal
WHERE override.source_id = %(source_id)s AND override.feed = %(feed)s
ORDER BY
    override.page_hash, override.ordinal, override.field, override.loaded_at DESC, override.file_hash, override.line_no
