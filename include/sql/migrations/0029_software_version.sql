-- Purpose:    which version of the software made a publication.
-- Grain:      one publication.
-- Reads:      nothing.
-- Writes:     mart.publication.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.publication ADD COLUMN software_version text;
COMMENT ON COLUMN mart.publication.software_version IS 'The version of onestop that froze these figures, as in the changelog; null for publications of before 1.0.0.';
