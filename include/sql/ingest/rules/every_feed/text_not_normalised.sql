-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} có chữ không theo chuẩn Unicode dựng sẵn hoặc có ký tự ẩn; hệ thống đã chuẩn hóa.
-- English:     A text was not in Unicode NFC or had invisible characters; it was normalised.
'text_not_normalised' = ANY(staged.noticed)
