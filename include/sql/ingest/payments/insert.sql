-- Purpose:    insert payment requests that were not known.
-- Grain:      one record.
-- Reads:      staging.resolved_payment, decision.
-- Writes:     core.payment.
-- Parameters: batch_id, source_id, known_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.payment (
    source_id,
    record_key,
    request_code,
    dossier_code,
    unit_id,
    procedure_code,
    amount_vnd,
    collect_rule,
    method,
    status,
    requested_at,
    paid_at,
    refunded_at,
    refund_vnd,
    fees,
    attempts,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    %(source_id)s,
    staged.record_key,
    staged.request_code,
    staged.dossier_code,
    staged.unit_id,
    staged.procedure_code,
    staged.amount_vnd,
    staged.collect_rule,
    staged.method,
    staged.status,
    staged.requested_at,
    staged.paid_at,
    staged.refunded_at,
    staged.refund_vnd,
    staged.fees,
    staged.attempts,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(known_seq)s
FROM staging.resolved_payment AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
