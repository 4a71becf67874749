-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} viết tên trường sai chữ hoa, chữ thường; hệ thống vẫn nhận ra.
-- English:     Names of fields were spelled in other upper and lower case; they were matched all the same.
'field_name_case' = ANY(staged.noticed)
