-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Không tìm thấy đơn vị bị phản ánh (MaDonVi) trong danh mục.
-- English:     The unit (MaDonVi) is in no catalogue on that day.
staged.unit_id IS NULL
