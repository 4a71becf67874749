-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Phản ánh, kiến nghị thiếu ngày tiếp nhận.
-- English:     The feedback lacks the day on which it was received.
staged.received_at IS NULL
