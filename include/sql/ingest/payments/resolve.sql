-- Purpose:    give the staged payment requests of a batch their unit: whom the code means on the
--             day that decides.
-- Grain:      one staged record.
-- Reads:      staging.payment, core.unit_meant.
-- Writes:     staging.resolved_payment.
-- Parameters: batch_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO staging.resolved_payment (
    batch_id,
    page_no,
    ordinal,
    read_as_of,
    record_hash,
    record_key,
    source_updated_at,
    is_deleted,
    unreadable,
    noticed,
    dossier_code,
    request_code,
    unit_code,
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
    decided_on,
    unit_id
)
WITH sent_codes AS (
    SELECT DISTINCT payment.unit_code AS code FROM staging.payment WHERE payment.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

staged AS (
    SELECT
        payment.*,
        coalesce(payment.requested_at, payment.read_as_of)::date AS decided_on
    FROM staging.payment
    WHERE payment.batch_id = %(batch_id)s
)

SELECT
    staged.batch_id,
    staged.page_no,
    staged.ordinal,
    staged.read_as_of,
    staged.record_hash,
    staged.record_key,
    staged.source_updated_at,
    staged.is_deleted,
    staged.unreadable,
    staged.noticed,
    staged.dossier_code,
    staged.request_code,
    staged.unit_code,
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
    staged.decided_on,
    meant.unit_id
FROM staged
LEFT JOIN meant
    ON
        staged.unit_code = meant.code
        AND staged.decided_on >= meant.valid_from
        AND staged.decided_on < meant.valid_before
