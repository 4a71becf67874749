-- Purpose:    the fixed business clock, if one is set.
-- Grain:      no row or one.
-- Reads:      audit.clock.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT as_of FROM audit.clock
