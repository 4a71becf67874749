-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Không tìm thấy đơn vị được đánh giá (MaDonVi) trong danh mục.
-- English:     The rated unit (MaDonVi) is in no catalogue on that day.
staged.unit_id IS NULL
