-- Purpose:    what a ranking freezes and whether it is announced; the groups that a score leaves out; which sheets were
--             counted, so that a figure that comes later is seen.
-- Grain:      see the comment of each column.
-- Reads:      mart.publication, mart.scheme_item.
-- Writes:     mart.publication_plan, mart.publication, mart.ranking, audit.correction_check.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.publication_plan ADD COLUMN is_overview boolean NOT NULL DEFAULT TRUE;
ALTER TABLE mart.publication_plan ADD COLUMN announce boolean NOT NULL DEFAULT TRUE;
COMMENT ON COLUMN mart.publication_plan.is_overview IS 'Its rankings freeze every indicator and form II.06a of the units; others only the indicators of the scheme.';
COMMENT ON COLUMN mart.publication_plan.announce IS 'Its rankings are sent to the recipients of rankings; others stand on the pages only.';

ALTER TABLE mart.publication ADD COLUMN is_overview boolean NOT NULL DEFAULT TRUE;
ALTER TABLE mart.publication ADD COLUMN is_announced boolean NOT NULL DEFAULT TRUE;
COMMENT ON COLUMN mart.publication.is_overview IS 'It froze every indicator and form II.06a of its units; otherwise only the indicators of its scheme.';
COMMENT ON COLUMN mart.publication.is_announced IS 'It is sent to the recipients of rankings.';

-- Rankings so far counted every group of their scheme.
ALTER TABLE mart.ranking ADD COLUMN max_points numeric;
ALTER TABLE mart.ranking ADD COLUMN groups_left_out text[] NOT NULL DEFAULT '{}';
UPDATE mart.ranking SET max_points = (
    SELECT sum(scheme_item.max_points)
    FROM mart.publication
    INNER JOIN mart.scheme_item
        ON
            publication.scheme_code = scheme_item.scheme_code
            AND publication.scheme_version = scheme_item.scheme_version
    WHERE publication.publication_id = ranking.publication_id
);
ALTER TABLE mart.ranking ALTER COLUMN max_points SET NOT NULL;
COMMENT ON COLUMN mart.ranking.max_points IS 'Most points that the counted groups give together.';
COMMENT ON COLUMN mart.ranking.groups_left_out IS 'Groups of the scheme that are not in the score, because figures that have to be entered were missing; a unit is ranked among those that lack the same groups.';

ALTER TABLE audit.correction_check ADD COLUMN groups_changed integer NOT NULL DEFAULT 0;
ALTER TABLE audit.correction_check ADD COLUMN entered_changed integer NOT NULL DEFAULT 0;
ALTER TABLE audit.correction_check ADD COLUMN counted_sheet_id bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN audit.correction_check.counted_sheet_id IS 'The last sheet that had been read by then; 0: none, or not known.';
COMMENT ON COLUMN audit.correction_check.groups_changed IS 'Units whose score would count other groups.';
COMMENT ON COLUMN audit.correction_check.entered_changed IS 'Frozen values that would be another because of figures that were entered.';
COMMENT ON COLUMN audit.correction_check.points_changed IS 'Greatest change of a unit''s points, either way, where the same groups are counted.';
COMMENT ON COLUMN audit.correction_check.is_due IS 'A rank, the counted groups or an entered figure changed, or points by at least what the plan says.';
