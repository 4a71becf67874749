-- Purpose:    note that a delivery failed: it waits for its next try, or is dead.
-- Grain:      one delivery.
-- Reads:      nothing.
-- Writes:     audit.delivery.
-- Parameters: delivery_id, status (waiting or dead), next_try_at, last_error.
-- Rerun:      counts another try.
UPDATE audit.delivery SET
    status = %(status)s,
    tries = delivery.tries + 1,
    next_try_at = %(next_try_at)s,
    last_error = %(last_error)s
WHERE delivery.delivery_id = %(delivery_id)s
