-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Thủ tục (MaTTHC) đã hết hiệu lực trước ngày tiếp nhận hồ sơ.
-- English:     The procedure (MaTTHC) had ended in the catalogue before the dossier was received.
staged.procedure_last_day < staged.decided_on
