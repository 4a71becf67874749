-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Hồ sơ tiếp nhận không phụ thuộc địa giới hành chính không ghi lúc cơ quan có thẩm quyền nhận được (NgayCoQuanNhan); thời gian tính từ bước xử lý đầu tiên của cơ quan đó, nếu không có thì từ lúc tiếp nhận.
-- English:     Received outside the home area, and NgayCoQuanNhan, when the competent agency got it, is missing: time runs from the agency's first step, else from reception.
staged.is_outside AND staged.competent_got_at IS NULL
