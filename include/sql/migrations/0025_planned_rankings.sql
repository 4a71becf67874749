-- Purpose:    a ranking every Monday of the four weeks before, and one of each report quarter, which is what offices sign;
--             how late a first version still goes out.
-- Grain:      one plan.
-- Reads:      nothing.
-- Writes:     mart.publication_plan.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.publication_plan ADD COLUMN first_within interval NOT NULL DEFAULT '3 years';
COMMENT ON COLUMN mart.publication_plan.first_within IS 'How long after the end of a period its first version still goes out; a ranking of an older period helps nobody.';

INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version, first_within) VALUES
('ranking', 'province', 'rolling_4_weeks', 'on_time_simple', 1, '4 weeks'),
('ranking', 'province', 'report_quarter', 'on_time_simple', 1, '3 years');
