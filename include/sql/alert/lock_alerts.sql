-- Purpose:    let one look at the dossiers at a time tell what needs attention.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      waits for the other.
SELECT pg_advisory_xact_lock(766006)
