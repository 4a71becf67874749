-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Yêu cầu thanh toán thiếu số tiền hoặc trạng thái thuộc danh mục.
-- English:     The payment lacks its amount or a known status.
staged.amount_vnd IS NULL OR staged.status IS NULL
