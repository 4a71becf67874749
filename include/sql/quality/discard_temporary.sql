-- Purpose:    drop the copy of the rows that the suite before looked at.
-- Grain:      none.
-- Reads:      nothing.
-- Writes:     temporary tables of this session.
-- Parameters: none.
-- Rerun:      drops nothing the second time.
DISCARD TEMPORARY
