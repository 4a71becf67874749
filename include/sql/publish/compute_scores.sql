-- Purpose:    compute the points of every unit of each area, indicator by indicator, as mart.score gives them.
-- Grain:      one publication, unit and indicator of the scheme.
-- Reads:      frozen_subject, frozen_value, mart.scheme_indicator, mart.score_of, mart.not_ours_of.
-- Writes:     temporary table frozen_score.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
-- A unit without any figure has no points either; null_reason says why a value has none.
CREATE TEMPORARY TABLE frozen_score ON COMMIT DROP AS
SELECT
    frozen_subject.publication_id,
    frozen_subject.subject_kind,
    frozen_subject.subject_id,
    item.scheme_code,
    item.scheme_version,
    item.group_code,
    item.indicator_code,
    item.name_vi,
    item.max_points,
    scored.points,
    coalesce(scored.points_cut, 0) AS points_cut,
    scored.points_lost,
    coalesce(scored.points_recoverable, 0) AS points_recoverable,
    coalesce(scored.points_gone, 0) AS points_gone,
    coalesce(scored.points_not_ours, 0) AS points_not_ours,
    scored.lost_kind,
    CASE WHEN scored.points IS NULL THEN value.null_reason END AS null_reason
FROM frozen_subject
INNER JOIN mart.scheme_indicator AS item
    ON frozen_subject.scheme_code = item.scheme_code AND frozen_subject.scheme_version = item.scheme_version
LEFT JOIN frozen_value AS value
    ON
        frozen_subject.subject_kind = value.subject_kind
        AND frozen_subject.subject_id = value.subject_id
        AND item.basis = value.basis
        AND value.sector_code = '*'
        AND item.indicator_code = value.indicator_code
        AND item.indicator_version = value.indicator_version
LEFT JOIN LATERAL mart.score_of(
    item.direction, value.value_kind, value.numerator, value.denominator, value.null_reason, item.max_points,
    item.full_score_at, item.zero_denominator_points, item.lost_kind,
    CASE
        WHEN item.not_ours <> '{}'
            THEN mart.not_ours_of(value.subject_kind, value.subject_id, value.basis, value.period_id, item.not_ours)
    END
) AS scored ON value.indicator_code IS NOT NULL
WHERE frozen_subject.subject_kind = 'unit'
