-- Purpose:    take out of the queue what nobody wants at that address any more.
-- Grain:      one waiting delivery.
-- Reads:      core.valid_recipient.
-- Writes:     audit.delivery.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
UPDATE audit.delivery SET
    status = 'dead',
    last_error = 'not wanted any more: no active recipient has this channel, address and wish'
WHERE
    delivery.status = 'waiting'
    AND NOT EXISTS (
        SELECT 1
        FROM core.valid_recipient AS recipient
        WHERE
            recipient.is_active
            AND recipient.channel = delivery.channel
            AND recipient.address = delivery.address
            AND recipient.wants = CASE delivery.subject_kind
                WHEN 'publication' THEN 'rankings'
                WHEN 'alert_list' THEN 'alerts'
                ELSE 'operations'
            END
    )
