-- Purpose:    put dead deliveries back, as a person decided.
-- Grain:      one dead delivery.
-- Reads:      nothing.
-- Writes:     audit.delivery.
-- Parameters: delivery_ids, now (machine's clock).
-- Rerun:      changes nothing the second time; what is not dead is left alone.
UPDATE audit.delivery SET
    status = 'waiting',
    tries = 0,
    next_try_at = %(now)s
WHERE delivery.delivery_id = ANY(%(delivery_ids)s::bigint[]) AND delivery.status = 'dead'
