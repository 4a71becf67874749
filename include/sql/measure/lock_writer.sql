-- Purpose:    let one writer at a time change measures, figures and publications.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      waits for the other.
SELECT pg_advisory_xact_lock(766003)
