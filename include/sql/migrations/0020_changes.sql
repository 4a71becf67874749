-- Purpose:    which period a period is compared with.
-- Grain:      see the comment of each column.
-- Reads:      nothing.
-- Writes:     mart.period_kind.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.period_kind ADD COLUMN compared_after interval CHECK (compared_after > interval '0');
COMMENT ON COLUMN mart.period_kind.compared_after IS 'How much earlier the period lies that a change is measured from; null where there is none. Parts of a year compare with the same part of the year before.';
UPDATE mart.period_kind SET compared_after = CASE kind
    WHEN 'day' THEN interval '1 day'
    WHEN 'week' THEN interval '7 days'
    WHEN 'rolling_4_weeks' THEN interval '28 days'
    WHEN 'month' THEN interval '1 month'
    WHEN 'report_month' THEN interval '1 month'
    WHEN 'quarter' THEN interval '3 months'
    WHEN 'report_quarter' THEN interval '3 months'
    WHEN 'half_year' THEN interval '6 months'
    WHEN 'report_half_year' THEN interval '6 months'
    WHEN 'custom' THEN NULL
    ELSE interval '1 year'
END;
