-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Không tìm thấy cơ quan tiếp nhận (MaDonVi) trong danh mục tại ngày tiếp nhận.
-- English:     The receiving unit (MaDonVi) is in no catalogue on the day of reception.
staged.receiving_unit_id IS NULL
