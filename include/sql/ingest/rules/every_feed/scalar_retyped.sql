-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} gửi số, đúng/sai hoặc rỗng không đúng kiểu chuỗi quy định; ý nghĩa không đổi.
-- English:     A value was sent as a number, a boolean or null instead of a string; it means the same.
'scalar_retyped' = ANY(staged.noticed)
