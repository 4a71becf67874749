-- Disposition: flagged
-- Severity:    high
-- Vietnamese:  Số tiền của yêu cầu khác tổng phí, lệ phí (PhiLePhi).
-- English:     The amount is not the sum of its fees (PhiLePhi).
staged.amount_vnd <> (
    SELECT sum(fee.amount_vnd)
    FROM jsonb_to_recordset(staged.fees) AS fee (amount_vnd bigint)
)
