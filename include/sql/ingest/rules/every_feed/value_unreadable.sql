-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  {Record} có trường không đọc được giá trị; trường đó được để trống.
-- English:     A field could not be read and was left empty.
NOT staged.unreadable <@ '{NgayHenTra,MaTTHC}'::text[]
