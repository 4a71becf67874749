-- Purpose:    what the indicators of a scheme are called and how they are read, in the versions that the scheme names.
-- Grain:      one indicator of a scheme version.
-- Reads:      mart.indicator, mart.scheme, mart.scheme_item.
-- Writes:     view mart.scheme_indicator.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW mart.scheme_indicator AS
SELECT
    scheme.scheme_code,
    scheme.scheme_version,
    scheme.name_vi AS scheme_name,
    scheme.basis,
    scheme_item.group_code,
    scheme_item.ordinal,
    scheme_item.indicator_code,
    scheme_item.indicator_version,
    indicator.name_vi,
    indicator.unit_vi,
    indicator.direction,
    indicator.value_kind,
    scheme_item.max_points,
    scheme_item.full_score_at,
    scheme_item.zero_denominator_points,
    scheme_item.lost_kind,
    scheme_item.not_ours,
    scheme_item.is_unresolved,
    scheme_item.note_vi
FROM mart.scheme
INNER JOIN mart.scheme_item
    ON scheme.scheme_code = scheme_item.scheme_code AND scheme.scheme_version = scheme_item.scheme_version
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version;
COMMENT ON VIEW mart.scheme_indicator IS 'Each indicator of a scheme with what it is called and how it is read, in the version that the scheme names.';
COMMENT ON COLUMN mart.scheme_indicator.zero_denominator_points IS 'Points where the denominator is 0; null: such a unit has no score.';
COMMENT ON COLUMN mart.scheme_indicator.lost_kind IS 'Whose lost points are: recoverable, gone, not_ours.';
COMMENT ON COLUMN mart.scheme_indicator.not_ours IS 'Measures of the dossiers of the rest that another agency answers for.';
COMMENT ON COLUMN mart.scheme_indicator.is_unresolved IS 'The portal''s own formula is not known; note_vi says so.';
COMMENT ON COLUMN mart.scheme_indicator.note_vi IS 'What a reader of the points must know; empty if nothing.';

GRANT SELECT ON mart.scheme_indicator TO onestop_reader, onestop_pipeline;
