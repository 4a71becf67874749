-- Purpose:    freeze the points of every unit of each area, indicator by indicator.
-- Grain:      one publication, unit and indicator of the scheme.
-- Reads:      frozen_score.
-- Writes:     mart.published_score.
-- Parameters: period_id (of the publications).
-- Rerun:      in the publications' transaction, so once.
INSERT INTO mart.published_score (
    publication_id, subject_kind, subject_id, period_id, scheme_code, scheme_version, indicator_code, max_points,
    points, points_cut, points_lost, points_recoverable, points_gone, points_not_ours, lost_kind
)
SELECT
    frozen_score.publication_id,
    frozen_score.subject_kind,
    frozen_score.subject_id,
    %(period_id)s,
    frozen_score.scheme_code,
    frozen_score.scheme_version,
    frozen_score.indicator_code,
    frozen_score.max_points,
    frozen_score.points,
    frozen_score.points_cut,
    frozen_score.points_lost,
    frozen_score.points_recoverable,
    frozen_score.points_gone,
    frozen_score.points_not_ours,
    frozen_score.lost_kind
FROM frozen_score
