-- Purpose:    the corrections of fields that are kept already.
-- Grain:      one line of a file.
-- Reads:      quarantine.override.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT DISTINCT
    override.file_hash,
    override.source_id,
    override.feed,
    override.record_key,
    override.field,
    override.value
FROM quarantine.override
