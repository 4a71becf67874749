-- Disposition: flagged
-- Severity:    high
-- Vietnamese:  Một yêu cầu thanh toán có hơn một giao dịch thành công.
-- English:     More than one attempt to pay one request succeeded.
(
    SELECT count(*)
    FROM jsonb_to_recordset(staged.attempts) AS attempt (status text)
    WHERE attempt.status = 'success'
) > 1
