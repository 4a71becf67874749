-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Phản ánh, kiến nghị không có thời điểm cập nhật (CapNhatLuc) đọc được.
-- English:     CapNhatLuc is missing or unreadable, so it cannot be told which version is newer.
staged.source_updated_at IS NULL
