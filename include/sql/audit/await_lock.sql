-- Purpose:    wait until no other session has a lock: one may be committing whose parent was killed.
-- Grain:      one advisory lock, taken and given back.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: number.
-- Rerun:      waits again.
SELECT
    pg_advisory_lock(%(number)s) AS taken,
    pg_advisory_unlock(%(number)s) AS given_back
