-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Ngày kết thúc xử lý hoặc ngày trả sớm hơn ngày tiếp nhận; hệ thống lấy ngày của bước kết thúc.
-- English:     The end lies before the reception; the moment of the ending event is used instead.
staged.ended_at < staged.received_at
