-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Không tìm thấy đơn vị (MaDonVi) trong danh mục tại ngày tiếp nhận.
-- English:     The unit (MaDonVi) is in no catalogue on the day of reception.
staged.unit_id IS NULL
