-- Purpose:    what is sent with a new due date is a form, Phiếu xin lỗi: alerts say so.
-- Grain:      one level of alerts.
-- Reads:      nothing.
-- Writes:     mart.alert_level.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

UPDATE mart.alert_level SET action_vi = replace(action_vi, 'thư xin lỗi', 'phiếu xin lỗi')
WHERE level IN ('last_moment_to_apologise', 'overdue');
