-- Purpose:    a place for what the payment platform lists for one day, for this transaction.
-- Grain:      one row of the answer.
-- Reads:      nothing.
-- Writes:     temporary table listed_transaction.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE listed_transaction (
    merchant_ref text NOT NULL,
    transaction_code text,
    kind_code text,
    dossier_code text,
    procedure_code text,
    amount_vnd bigint NOT NULL,
    currency text,
    bank_code text,
    tried_at timestamptz NOT NULL,
    status text NOT NULL,
    error_code text,
    refund_vnd bigint,
    refunded_at timestamptz
) ON COMMIT DROP
