-- Purpose:    list a configured connection before anything is read from it.
-- Grain:      one connection.
-- Reads:      nothing.
-- Writes:     audit.source.
-- Parameters: connection_name.
-- Rerun:      changes nothing the second time.
INSERT INTO audit.source (connection_name, is_configured) VALUES (%(connection_name)s, TRUE)
ON CONFLICT (connection_name) DO UPDATE SET is_configured = TRUE
WHERE NOT source.is_configured
