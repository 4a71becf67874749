-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  {Record} không có mã để nhận biết nên không thể ghi nhận.
-- English:     Nothing in the record says which one it is, so nothing can be kept under it.
staged.record_key IS NULL
