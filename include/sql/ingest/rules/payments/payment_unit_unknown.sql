-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Không tìm thấy đơn vị thu (MaDonVi) trong danh mục tại ngày yêu cầu.
-- English:     The collecting unit (MaDonVi) is in no catalogue on the day of the request.
staged.unit_id IS NULL
