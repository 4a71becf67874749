-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  Mã thủ tục (MaTTHC) viết khác dạng trong danh mục; hệ thống lấy phần mã quốc gia.
-- English:     MaTTHC is spelled in another form than in the catalogue; its national part decides.
NOT staged.procedure_code_raw = ANY(staged.procedure_forms)
