-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Thủ tục thiếu tên hoặc lĩnh vực.
-- English:     The procedure lacks its name or sector.
staged.name IS NULL OR staged.sector_code IS NULL
