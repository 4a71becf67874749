-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Số giấy tờ của chủ hồ sơ là số giả (ví dụ 000000001).
-- English:     The identity number of the applicant is a dummy.
staged.has_dummy_identity
