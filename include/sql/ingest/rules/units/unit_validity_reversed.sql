-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Ngày hết hiệu lực (HieuLucDen) sớm hơn ngày có hiệu lực (HieuLucTu) của đơn vị.
-- English:     The unit ends (HieuLucDen) before it begins (HieuLucTu).
staged.valid_to < staged.valid_from
