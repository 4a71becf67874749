-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  {Record} gửi danh sách con bị hỏng; danh sách đó bị bỏ, phần còn lại vẫn dùng.
-- English:     A nested list came as text that is no JSON; the list is lost, the record is used.
'nested_json_unreadable' = ANY(staged.noticed)
