-- Purpose:    the score schemes with their indicators, for the page that describes them.
-- Grain:      one indicator of a scheme version.
-- Reads:      mart.scheme, mart.scheme_group, mart.scheme_item, mart.scheme_band, mart.indicator.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT
    scheme.scheme_code,
    scheme.scheme_version,
    scheme.name_vi AS scheme_name_vi,
    scheme.basis,
    scheme.source,
    scheme.note_vi AS scheme_note_vi,
    (
        SELECT string_agg(
            scheme_band.name_vi || ' ≥ ' || scheme_band.from_points, ', ' ORDER BY scheme_band.from_points DESC
        )
        FROM mart.scheme_band
        WHERE
            scheme_band.scheme_code = scheme.scheme_code AND scheme_band.scheme_version = scheme.scheme_version
    ) AS bands,
    scheme_group.name_vi AS group_vi,
    scheme_item.indicator_code,
    indicator.name_vi,
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
INNER JOIN mart.scheme_group
    ON
        scheme_item.scheme_code = scheme_group.scheme_code
        AND scheme_item.scheme_version = scheme_group.scheme_version
        AND scheme_item.group_code = scheme_group.group_code
INNER JOIN mart.indicator
    ON
        scheme_item.indicator_code = indicator.indicator_code
        AND scheme_item.indicator_version = indicator.indicator_version
ORDER BY scheme.scheme_code, scheme.scheme_version, scheme_group.ordinal, scheme_item.ordinal, scheme_item.indicator_code
