-- Purpose:    let one transaction at a time do what a lock stands for.
-- Grain:      one advisory lock, held to the end of the transaction.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: number.
-- Rerun:      the transaction that has the lock may take it again; another waits.
SELECT pg_advisory_xact_lock(%(number)s)
