-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Thời điểm cập nhật (CapNhatLuc) của {record} muộn hơn đồng hồ của hệ thống nguồn.
-- English:     CapNhatLuc lies beyond the source's own clock (as_of) and the tolerance.
staged.source_updated_at > staged.read_as_of + %(clock_tolerance)s
