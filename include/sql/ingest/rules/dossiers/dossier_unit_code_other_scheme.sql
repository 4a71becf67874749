-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Mã đơn vị (MaDonVi) ghi theo bảng mã khác; hệ thống đã đối chiếu.
-- English:     MaDonVi is in another scheme of codes than the catalogue; it was resolved as an alias.
staged.receiving_scheme <> 'agency'
