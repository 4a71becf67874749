-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  {Record} không có thời điểm cập nhật (CapNhatLuc) đọc được nên không biết bản nào mới hơn.
-- English:     CapNhatLuc is missing or unreadable, so nobody can say which version is newer.
staged.source_updated_at IS NULL
