-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Số tiền ghi có dấu phân cách hoặc phần lẻ bằng không; hệ thống chỉ lấy chữ số.
-- English:     An amount has separators or zero decimals; only its digits count.
'amount_format_other' = ANY(staged.noticed)
