-- Purpose:    the groups of a publication's scheme, with the points that each may give.
-- Grain:      one group.
-- Reads:      mart.publication, mart.scheme_group, mart.scheme_item.
-- Writes:     nothing.
-- Parameters: publication_id.
-- Rerun:      reads only.
SELECT
    scheme_group.group_code,
    scheme_group.name_vi,
    sum(scheme_item.max_points) AS max_points,
    bool_or(scheme_item.is_unresolved) AS is_unresolved
FROM mart.publication
INNER JOIN mart.scheme_group
    ON publication.scheme_code = scheme_group.scheme_code AND publication.scheme_version = scheme_group.scheme_version
INNER JOIN mart.scheme_item
    ON
        scheme_group.scheme_code = scheme_item.scheme_code
        AND scheme_group.scheme_version = scheme_item.scheme_version
        AND scheme_group.group_code = scheme_item.group_code
WHERE publication.publication_id = %(publication_id)s
GROUP BY scheme_group.group_code, scheme_group.ordinal, scheme_group.name_vi
ORDER BY scheme_group.ordinal
