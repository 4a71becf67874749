-- Purpose:    tell that a second session stores facts for the writer.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      waits for the other.
SELECT pg_advisory_xact_lock(766007)
