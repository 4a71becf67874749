-- Purpose:    act as another role for the rest of the transaction.
-- Grain:      the session.
-- Reads:      nothing.
-- Writes:     nothing.
-- Parameters: role (none: the role that connected).
-- Rerun:      changes nothing the second time.
SELECT set_config('role', %(role)s, TRUE)
