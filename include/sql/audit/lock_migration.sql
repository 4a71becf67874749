-- Purpose:    let one migration run at a time.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      waits for the other.
SELECT pg_advisory_xact_lock(766001)
