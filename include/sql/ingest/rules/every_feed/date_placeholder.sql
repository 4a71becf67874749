-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} gửi ngày giữ chỗ như 0001-01-01 hoặc 9999-12-31; hệ thống hiểu là không có ngày.
-- English:     A date that stands for none was sent, such as 0001-01-01 or 9999-12-31; it was read as none.
'date_placeholder' = ANY(staged.noticed)
