-- Purpose:    how late a first version of a publication still goes out.
-- Grain:      one column.
-- Reads:      nothing.
-- Writes:     mart.publication_plan.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.publication_plan ADD COLUMN first_within interval NOT NULL DEFAULT '3 years';
COMMENT ON COLUMN mart.publication_plan.first_within IS 'How long after the end of a period its first version still goes out; a ranking of an older period helps nobody.';
