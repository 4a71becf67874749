-- Disposition: quarantined
-- Severity:    high
-- Vietnamese:  Hồ sơ liên thông không cho biết thuộc nhóm khai sinh hay khai tử.
-- English:     The request does not say whether it is of the birth or the death group.
staged.interlinked_group IS NULL
