-- Purpose:    keep what the payment platform lists for a day; of two rows with one reference the successful one, else the later.
-- Grain:      one source, reference and day.
-- Reads:      told_transaction.
-- Writes:     core.platform_transaction.
-- Parameters: source_id, day.
-- Rerun:      changes nothing.
INSERT INTO core.platform_transaction (
    source_id, merchant_ref, day, transaction_code, kind_code, dossier_code, procedure_code, amount_vnd, currency,
    bank_code, tried_at, status, error_code, refund_vnd, refunded_at, is_listed
)
SELECT DISTINCT ON (told.merchant_ref)
    %(source_id)s,
    told.merchant_ref,
    %(day)s,
    told.transaction_code,
    told.kind_code,
    told.dossier_code,
    told.procedure_code,
    told.amount_vnd,
    told.currency,
    told.bank_code,
    told.tried_at,
    told.status,
    told.error_code,
    told.refund_vnd,
    told.refunded_at,
    TRUE
FROM told_transaction AS told
ORDER BY told.merchant_ref, told.status = 'success' DESC, told.tried_at DESC, told.transaction_code
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
