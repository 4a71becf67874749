-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Ngày kết thúc xử lý hoặc ngày trả muộn hơn thời điểm cập nhật quá một ngày.
-- English:     The end lies more than a day after CapNhatLuc.
greatest(staged.finished_at, staged.returned_at) > staged.source_updated_at + interval '1 day'
