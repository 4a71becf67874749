-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Ngày kết thúc xử lý hoặc ngày trả muộn hơn thời điểm cập nhật, nhưng không quá một ngày.
-- English:     The end lies after CapNhatLuc, by a day at most.
greatest(staged.finished_at, staged.returned_at) > staged.source_updated_at
AND greatest(staged.finished_at, staged.returned_at) <= staged.source_updated_at + interval '1 day'
