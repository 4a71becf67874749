-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Thủ tục không có thời điểm cập nhật (CapNhatLuc) đọc được.
-- English:     CapNhatLuc is missing or unreadable.
staged.source_updated_at IS NULL
