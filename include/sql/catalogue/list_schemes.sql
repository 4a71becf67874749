-- Purpose:    schemes with their groups, items and grades, as the warehouse has them, and whether they are in use.
-- Grain:      one scheme version.
-- Reads:      mart.scheme, mart.scheme_group, mart.scheme_item, mart.scheme_band, mart.publication.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
-- What is not said of an item is left out, as in the files.
SELECT
    to_jsonb(scheme) || jsonb_build_object('groups', grouped.groups, 'bands', graded.bands) AS entry,
    (scheme.scheme_code, scheme.scheme_version) IN (
        SELECT publication.scheme_code, publication.scheme_version FROM mart.publication
    ) AS is_in_use
FROM mart.scheme
CROSS JOIN LATERAL (
    SELECT
        jsonb_agg(
            jsonb_build_object(
                'group_code', scheme_group.group_code, 'name_vi', scheme_group.name_vi, 'items', listed.items
            )
            ORDER BY scheme_group.ordinal
        ) AS groups
    FROM mart.scheme_group
    CROSS JOIN LATERAL (
        SELECT
            jsonb_agg(
                jsonb_strip_nulls(
                    to_jsonb(scheme_item) - '{scheme_code, scheme_version, group_code, ordinal}'::text[]
                )
                ORDER BY scheme_item.ordinal
            ) AS items
        FROM mart.scheme_item
        WHERE
            scheme_item.scheme_code = scheme_group.scheme_code
            AND scheme_item.scheme_version = scheme_group.scheme_version
            AND scheme_item.group_code = scheme_group.group_code
    ) AS listed
    WHERE
        scheme_group.scheme_code = scheme.scheme_code
        AND scheme_group.scheme_version = scheme.scheme_version
) AS grouped
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            jsonb_agg(
                jsonb_build_object('from_points', scheme_band.from_points, 'name_vi', scheme_band.name_vi)
                ORDER BY scheme_band.from_points DESC
            ),
            '[]'
        ) AS bands
    FROM mart.scheme_band
    WHERE
        scheme_band.scheme_code = scheme.scheme_code
        AND scheme_band.scheme_version = scheme.scheme_version
) AS graded
ORDER BY scheme.scheme_code, scheme.scheme_version
