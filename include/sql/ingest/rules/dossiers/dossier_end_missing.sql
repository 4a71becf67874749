-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Hồ sơ đã kết thúc nhưng không có ngày kết thúc xử lý, ngày trả hoặc ngày từ chối; hệ thống lấy ngày của bước kết thúc.
-- English:     The status says ended, but no date of the end was sent; the moment of the ending event is used instead.
NOT staged.is_deleted AND staged.status IN (3, 7, 8, 9, 10) AND staged.ended_at IS NULL
