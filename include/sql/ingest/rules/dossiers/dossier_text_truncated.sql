-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Nội dung bị cắt ngắn khi gửi.
-- English:     A text was cut off.
staged.has_truncated_text
