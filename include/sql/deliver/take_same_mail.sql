-- Purpose:    take the further rankings that were queued for a mail box at the same moment: they go in one mail.
-- Grain:      one delivery, in the order of their numbers; at most nine beside the first.
-- Reads:      audit.delivery.
-- Writes:     nothing; locks what it returns until the transaction ends.
-- Parameters: delivery_id (of the one that was taken), now.
-- Rerun:      returns the same ones until their outcome is recorded; those that another sender has are left out.
SELECT
    other.delivery_id,
    other.subject_kind,
    other.subject_id,
    other.address,
    other.message_id,
    other.tries
FROM audit.delivery AS taken
INNER JOIN audit.delivery AS other
    ON
        taken.address = other.address
        AND taken.channel = other.channel
        AND taken.subject_kind = other.subject_kind
        AND taken.queued_at = other.queued_at
        AND taken.delivery_id <> other.delivery_id
WHERE
    taken.delivery_id = %(delivery_id)s
    AND taken.channel = 'mail'
    AND taken.subject_kind = 'publication'
    AND other.status = 'waiting'
    AND other.next_try_at <= %(now)s
ORDER BY other.delivery_id
LIMIT 9
FOR UPDATE OF other SKIP LOCKED
