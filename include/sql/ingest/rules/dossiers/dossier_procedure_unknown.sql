-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Mã thủ tục (MaTTHC) không có trong danh mục thủ tục của hệ thống nguồn.
-- English:     The procedure (MaTTHC) is not in the source's catalogue.
NOT EXISTS (
    SELECT 1
    FROM core.procedure
    WHERE procedure.source_id = %(source_id)s AND procedure.procedure_code = staged.procedure_code
)
