-- Purpose:    mark connections that are no longer configured, so that they keep no period from being published.
-- Grain:      one connection.
-- Reads:      audit.source.
-- Writes:     audit.source.
-- Parameters: connection_names (array of those configured).
-- Rerun:      changes nothing the second time.
UPDATE audit.source SET is_configured = FALSE
WHERE source.is_configured AND NOT source.connection_name = ANY(%(connection_names)s::text[])
