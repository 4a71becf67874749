-- Purpose:    bind a connection to the source_system that its pages name, once.
-- Grain:      one connection.
-- Reads:      audit.source.
-- Writes:     audit.source.
-- Parameters: connection_name, source_id.
-- Rerun:      matches the bound row again; a row that is bound to another source does not match.
UPDATE audit.source SET source_id = %(source_id)s
WHERE
    source.connection_name = %(connection_name)s
    AND (source.source_id IS NULL OR source.source_id = %(source_id)s)
