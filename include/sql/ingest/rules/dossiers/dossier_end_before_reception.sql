-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Ngày kết thúc xử lý sớm hơn ngày tiếp nhận.
-- English:     The end lies before the reception.
staged.ended_at < staged.received_at
