-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Ngày tiếp nhận muộn hơn thời điểm cập nhật quá một ngày.
-- English:     The reception lies more than a day after CapNhatLuc.
staged.received_at > staged.source_updated_at + interval '1 day'
