-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Hồ sơ đã tiếp nhận nhưng không có ngày hẹn trả (NgayHenTra).
-- English:     The dossier was received but has no due date (NgayHenTra).
NOT staged.is_deleted
AND staged.counted_received_at IS NOT NULL
AND staged.due_at IS NULL
AND NOT 'NgayHenTra' = ANY(staged.unreadable)
