-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Tệp kết quả trùng với tệp thành phần hồ sơ đã nộp nên không được tính là kết quả điện tử.
-- English:     The result file is a submitted paper, so it is no electronic result.
staged.has_copied_result
