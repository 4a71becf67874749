-- Purpose:    keep what the payment platform lists for a day; of two rows with one reference the successful one, else the later.
-- Grain:      one source, reference and day.
-- Reads:      listed_transaction.
-- Writes:     core.platform_transaction.
-- Parameters: source_id, day.
-- Rerun:      changes nothing.
INSERT INTO core.platform_transaction (
    source_id, merchant_ref, day, transaction_code, kind_code, dossier_code, procedure_code, amount_vnd, currency,
    bank_code, tried_at, status, error_code, refund_vnd, refunded_at, is_listed
)
SELECT DISTINCT ON (answered.merchant_ref)
    %(source_id)s,
    answered.merchant_ref,
    %(day)s,
    answered.transaction_code,
    answered.kind_code,
    answered.dossier_code,
    answered.procedure_code,
    answered.amount_vnd,
    answered.currency,
    answered.bank_code,
    answered.tried_at,
    answered.status,
    answered.error_code,
    answered.refund_vnd,
    answered.refunded_at,
    TRUE
FROM listed_transaction AS answered
ORDER BY answered.merchant_ref, answered.status = 'success' DESC, answered.tried_at DESC, answered.transaction_code
ON CONFLICT (source_id, merchant_ref, day) DO UPDATE SET
    transaction_code = excluded.transaction_code,
    kind_code = excluded.kind_code,
    dossier_code = excluded.dossier_code,
    procedure_code = excluded.procedure_code,
    amount_vnd = excluded.amount_vnd,
    currency = excluded.currency,
    bank_code = excluded.bank_code,
    tried_at = excluded.tried_at,
    status = excluded.status,
    error_code = excluded.error_code,
    refund_vnd = excluded.refund_vnd,
    refunded_at = excluded.refunded_at,
    is_listed = TRUE
