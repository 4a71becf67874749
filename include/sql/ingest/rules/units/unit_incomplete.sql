-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Đơn vị thiếu tên, cấp hoặc (với cấp xã) mã 5 chữ số của Cục Thống kê.
-- English:     The unit lacks its name, its level or, at commune level, its 5-digit statistical code.
staged.name IS NULL OR staged.kind IS NULL OR (staged.kind = 'commune' AND staged.gso_code IS NULL)
