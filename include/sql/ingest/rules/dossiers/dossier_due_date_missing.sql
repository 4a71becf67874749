-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Hồ sơ đã tiếp nhận nhưng không có ngày hẹn trả (NgayHenTra).
-- English:     The dossier was received but has no due date (NgayHenTra).
staged.received_at IS NOT NULL AND staged.due_at IS NULL
