-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Mã lỗi giao dịch viết là 0 thay cho 00; ý nghĩa không đổi.
-- English:     MaLoi 0 stands for 00; they are the same.
'error_code_short' = ANY(staged.noticed)
