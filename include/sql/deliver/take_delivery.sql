-- Purpose:    the next delivery of a channel whose time has come, locked until the transaction ends; one that another
--             sender has is passed over.
-- Grain:      no row or one.
-- Reads:      audit.delivery.
-- Writes:     nothing.
-- Parameters: channel, now (machine's clock), unreachable (addresses not to be tried in this run).
-- Rerun:      returns the same one until its outcome is recorded.
SELECT
    delivery.delivery_id,
    delivery.subject_kind,
    delivery.subject_id,
    delivery.address,
    delivery.message_id,
    delivery.tries
FROM audit.delivery
WHERE
    delivery.status = 'waiting'
    AND delivery.channel = %(channel)s
    AND delivery.next_try_at <= %(now)s
    AND delivery.address <> ALL(%(unreachable)s::text[])
ORDER BY delivery.next_try_at, delivery.delivery_id
LIMIT 1
FOR UPDATE SKIP LOCKED
