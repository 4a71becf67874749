-- Purpose:    update known payment requests to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_payment, decision.
-- Writes:     core.payment.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.payment SET
    request_code = staged.request_code,
    dossier_code = staged.dossier_code,
    unit_id = staged.unit_id,
    procedure_code = staged.procedure_code,
    amount_vnd = staged.amount_vnd,
    collect_rule = staged.collect_rule,
    method = staged.method,
    status = staged.status,
    requested_at = staged.requested_at,
    paid_at = staged.paid_at,
    refunded_at = staged.refunded_at,
    refund_vnd = staged.refund_vnd,
    fees = staged.fees,
    attempts = staged.attempts,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(known_seq)s
FROM staging.resolved_payment AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND payment.source_id = %(source_id)s
    AND payment.record_key = staged.record_key
