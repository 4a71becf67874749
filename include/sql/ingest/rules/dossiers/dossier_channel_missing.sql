-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Không có kênh nộp hồ sơ (KenhThucHien); khi tổng hợp được tính là nộp trực tiếp.
-- English:     KenhThucHien is missing: it stays unknown, and official columns count it as direct.
NOT staged.is_deleted AND staged.channel IS NULL
