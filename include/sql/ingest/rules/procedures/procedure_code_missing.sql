-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Thủ tục không có mã (MaTTHC) đúng dạng.
-- English:     The procedure has no code (MaTTHC) of a known form.
staged.procedure_code IS NULL
