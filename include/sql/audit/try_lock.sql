-- Purpose:    take a lock unless another transaction has it.
-- Grain:      one advisory lock, held to the end of the transaction; false if another has it.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: number.
-- Rerun:      the transaction that has the lock may take it again.
SELECT pg_try_advisory_xact_lock(%(number)s) AS is_free
