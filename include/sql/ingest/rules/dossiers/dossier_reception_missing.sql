-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Hồ sơ đã được tiếp nhận theo trạng thái nhưng không có ngày tiếp nhận; hệ thống lấy ngày nộp (NgayNopHoSo).
-- English:     The status says received, but there is no NgayTiepNhan; the day of submission is used instead.
staged.is_reception_missing
