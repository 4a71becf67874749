-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Đơn vị không có mã định danh (MaDonVi).
-- English:     The unit has no agency code (MaDonVi).
staged.agency_code IS NULL
