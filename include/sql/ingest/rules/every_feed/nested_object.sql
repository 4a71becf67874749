-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} gửi danh sách con dưới dạng một đối tượng; hệ thống đã hiểu thành danh sách.
-- English:     A nested list came as an object, and was read as a list.
'nested_object' = ANY(staged.noticed)
