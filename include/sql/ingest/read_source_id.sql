-- Purpose:    which source a connection is bound to.
-- Grain:      no row or one.
-- Reads:      audit.source.
-- Writes:     nothing.
-- Parameters: connection_name.
-- Rerun:      reads only.
SELECT source.source_id FROM audit.source WHERE source.connection_name = %(connection_name)s
