-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Mã thủ tục (MaTTHC) không có trong danh mục thủ tục của hệ thống nguồn.
-- English:     The procedure (MaTTHC) is not in the source's catalogue.
staged.procedure_forms IS NULL
