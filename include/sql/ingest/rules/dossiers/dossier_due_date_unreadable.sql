-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Ngày hẹn trả (NgayHenTra) không thể là ngày có thật nên hồ sơ được tính là không có ngày hẹn trả.
-- English:     NgayHenTra is no possible date, so the dossier counts as one without a due date.
'NgayHenTra' = ANY(staged.unreadable)
