-- Purpose:    hand a value to the statements of this session that Great Expectations runs; it has no parameters.
-- Grain:      one setting of the session.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: name, value.
-- Rerun:      sets it again.
SELECT set_config('onestop.' || %(name)s, %(value)s, FALSE)
