-- Purpose:    one publish of a source at a time: what is decided of its records stays true up to the commit.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: source_id.
-- Rerun:      waits for the other.
SELECT pg_advisory_xact_lock(766003, hashtext(%(source_id)s))
