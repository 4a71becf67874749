-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Bước xử lý thiếu mã hồ sơ, thời điểm hoặc trạng thái có trong bảng mã.
-- English:     The event lacks its dossier, its moment or a known status.
staged.dossier_code IS NULL OR staged.happened_at IS NULL OR staged.status IS NULL
