-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Hồ sơ không có mã hồ sơ (MaHoSo) nên không thể ghi nhận.
-- English:     The record has no dossier code (MaHoSo), so nothing can be kept under it.
staged.dossier_code IS NULL
