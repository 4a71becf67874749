-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} ghi ngày giờ không theo dạng yyyyMMddHHmmss; hệ thống đã đọc được.
-- English:     A date was sent in another shape than the contract has; it was read by its shape.
'date_format_other' = ANY(staged.noticed)
