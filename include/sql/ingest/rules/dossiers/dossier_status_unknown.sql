-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Trạng thái hồ sơ (TrangThaiHoSo) không thuộc danh mục từ 1 đến 10.
-- English:     TrangThaiHoSo is not one of the codes 1 to 10.
staged.status IS NULL OR staged.status NOT BETWEEN 1 AND 10
