-- Purpose:    put into the outbox what is wanted, is still news and is not there yet.
-- Grain:      one subject, channel and address.
-- Reads:      audit.delivery_due.
-- Writes:     audit.delivery.
-- Parameters: clock (business clock), now (machine's clock), domain (of the sender).
-- Rerun:      inserts nothing the second time.
INSERT INTO audit.delivery (subject_kind, subject_id, channel, address, message_id, queued_at, next_try_at)
SELECT
    due.subject_kind,
    due.subject_id,
    due.channel,
    due.address,
    format(
        '%%s-%%s-%%s@%%s',
        due.subject_kind,
        due.subject_id,
        left(encode(sha256(convert_to(due.channel || ' ' || due.address, 'UTF8')), 'hex'), 16),
        %(domain)s::text
    ),
    %(now)s AS queued_at,
    %(now)s AS next_try_at
FROM audit.delivery_due AS due
WHERE due.announced_at <= %(clock)s AND due.announced_until > %(clock)s
ORDER BY due.announced_at, due.subject_kind, due.subject_id, due.address
ON CONFLICT DO NOTHING
