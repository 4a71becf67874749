-- Disposition: flagged
-- Severity:    low
-- Vietnamese:  Tên đơn vị khác tên trong danh mục đơn vị hành chính; hệ thống giữ tên của danh mục. Nếu đơn vị đã đổi tên, đề nghị gửi nghị quyết để cập nhật danh mục.
-- English:     The name differs from that of the country's list, which is kept; a unit that was renamed is corrected in the list.
staged.is_name_not_listed
