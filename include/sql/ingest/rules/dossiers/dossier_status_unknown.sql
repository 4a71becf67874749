-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Trạng thái hồ sơ (TrangThaiHoSo) không có trong bảng mã của hệ thống nguồn.
-- English:     TrangThaiHoSo is in no code list of the source; it is kept until the list has it, never guessed.
staged.status IS NULL
