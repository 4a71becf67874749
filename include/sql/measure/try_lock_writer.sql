-- Purpose:    take the place of the writer of measures, figures and publications, unless another has it.
-- Grain:      one advisory lock, held to the end of the transaction; false if another has it.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      the transaction that has it may take it again.
SELECT pg_try_advisory_xact_lock(766003) AS is_free
