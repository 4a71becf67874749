-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Mã đơn vị (MaDonVi) không nhận ra được; hệ thống lấy đơn vị theo phần đầu của mã hồ sơ.
-- English:     MaDonVi is no known code; the unit is the one that the dossier code begins with.
staged.is_unit_from_code
