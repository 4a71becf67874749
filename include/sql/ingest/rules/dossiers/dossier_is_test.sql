-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Hồ sơ thử nghiệm; không tính vào số liệu.
-- English:     A test dossier: it counts nowhere.
staged.is_test
