-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} gửi danh sách con dưới dạng chuỗi JSON; hệ thống đã giải mã.
-- English:     A nested list came as JSON text and was decoded.
'nested_json_text' = ANY(staged.noticed)
