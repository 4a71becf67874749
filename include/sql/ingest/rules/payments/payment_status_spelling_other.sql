-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Trạng thái thanh toán viết theo cách khác; ý nghĩa không đổi.
-- English:     The state of payment has another spelling; it means the same.
'status_spelling_other' = ANY(staged.noticed)
