-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Phiếu đánh giá thiếu tiêu chí hoặc thời gian đánh giá.
-- English:     The answer lacks its criterion or its moment.
staged.criterion IS NULL OR staged.rated_at IS NULL
