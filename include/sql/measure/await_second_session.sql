-- Purpose:    wait until no second session stores facts any more: one may be committing whose writer was killed.
-- Grain:      one advisory lock, taken and given back.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      waits again.
SELECT
    pg_advisory_lock(766007) AS taken,
    pg_advisory_unlock(766007) AS given_back
