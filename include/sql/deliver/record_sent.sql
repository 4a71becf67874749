-- Purpose:    note that a delivery was accepted.
-- Grain:      one delivery.
-- Reads:      nothing.
-- Writes:     audit.delivery.
-- Parameters: delivery_id, now (machine's clock).
-- Rerun:      refused: what was sent stays as it is.
UPDATE audit.delivery SET
    status = 'sent',
    tries = delivery.tries + 1,
    sent_at = %(now)s,
    last_error = NULL
WHERE delivery.delivery_id = %(delivery_id)s
