-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Mã đơn vị (MaDonVi) đã hết hiệu lực trước ngày tiếp nhận; hồ sơ được tính cho đơn vị dùng mã đó sau cùng.
-- English:     MaDonVi had ended before the reception; the dossier counts for the unit that had the code last.
staged.is_unit_ended
