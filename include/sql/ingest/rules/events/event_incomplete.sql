-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Bước xử lý thiếu mã hồ sơ, thời điểm hoặc trạng thái từ 1 đến 10.
-- English:     The event lacks its dossier, its moment or a status from 1 to 10.
staged.dossier_code IS NULL OR staged.happened_at IS NULL OR staged.status IS NULL OR staged.status NOT BETWEEN 1 AND 10
