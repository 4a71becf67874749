-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Có trường không đọc được giá trị; trường đó được để trống.
-- English:     A field could not be read and was left empty.
cardinality(staged.unreadable) > 0
