-- Disposition: flagged
-- Severity:    medium
-- Vietnamese:  Thời gian hiệu lực (HieuLucTu, HieuLucDen) bao trùm nhiều đơn vị lần lượt mang cùng mã thống kê (MaXaGSO); trong mỗi thời kỳ, mã được hiểu là đơn vị của thời kỳ đó. Đề nghị nguồn gửi đúng thời gian hiệu lực.
-- English:     The span of the row covers several units that had this statistical code one after the other; in each life the code means the unit of that life.
staged.listed_lives > 1
