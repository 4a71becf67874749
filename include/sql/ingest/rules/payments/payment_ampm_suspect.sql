-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Giờ giao dịch sớm hơn yêu cầu thanh toán chưa đến 12 giờ: có thể ghi theo đồng hồ 12 giờ.
-- English:     An attempt is earlier than its request by less than 12 hours: its clock may have 12 hours.
EXISTS (
    SELECT 1
    FROM jsonb_to_recordset(staged.attempts) AS attempt (tried_at timestamptz)
    WHERE
        attempt.tried_at < staged.requested_at
        AND attempt.tried_at + interval '12 hours' >= staged.requested_at
)
