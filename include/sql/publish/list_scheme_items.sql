-- Purpose:    the score schemes with their indicators, for the page that describes them.
-- Grain:      one indicator of a scheme version.
-- Reads:      mart.scheme, mart.scheme_group, mart.scheme_indicator, mart.scheme_band.
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
    item.indicator_code,
    item.name_vi,
    item.max_points,
    item.full_score_at,
    item.zero_denominator_points,
    item.lost_kind,
    item.not_ours,
    item.is_unresolved,
    item.note_vi
FROM mart.scheme
INNER JOIN mart.scheme_indicator AS item
    ON scheme.scheme_code = item.scheme_code AND scheme.scheme_version = item.scheme_version
INNER JOIN mart.scheme_group
    ON
        item.scheme_code = scheme_group.scheme_code
        AND item.scheme_version = scheme_group.scheme_version
        AND item.group_code = scheme_group.group_code
ORDER BY scheme.scheme_code, scheme.scheme_version, scheme_group.ordinal, item.ordinal, item.indicator_code
