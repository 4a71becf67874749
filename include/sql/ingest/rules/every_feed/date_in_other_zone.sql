-- Disposition: repaired
-- Severity:    low
-- Vietnamese:  {Record} ghi ngày giờ theo múi giờ khác; hệ thống đã đổi sang giờ Việt Nam.
-- English:     A date was sent in another time zone and was converted to Vietnamese time.
'date_in_other_zone' = ANY(staged.noticed)
