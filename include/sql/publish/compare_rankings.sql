-- Purpose:    how a ranking differs from an earlier version of it.
-- Grain:      one row.
-- Reads:      mart.ranking, mart.published_value, mart.indicator, core.figure.
-- Writes:     nothing.
-- Parameters: publication_id, latest_publication_id.
-- Rerun:      reads only.
-- A unit that came or went counts as one whose rank changed; points are compared where the same groups are counted.
WITH by_unit AS (
    SELECT
        (later.rank IS DISTINCT FROM former.rank) AS is_moved,
        later.groups_left_out <> former.groups_left_out AS counts_others,
        abs(later.score - former.score) AS points_changed
    FROM (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(publication_id)s) AS later
    FULL JOIN (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(latest_publication_id)s) AS former
        ON later.unit_id = former.unit_id
),

entered AS (
    SELECT count(*) AS changed
    FROM mart.published_value AS later
    INNER JOIN mart.indicator
        ON
            later.indicator_code = indicator.indicator_code
            AND later.indicator_version = indicator.indicator_version
    INNER JOIN mart.published_value AS former
        ON
            later.subject_kind = former.subject_kind
            AND later.subject_id = former.subject_id
            AND later.basis = former.basis
            AND later.sector_code = former.sector_code
            AND later.indicator_code = former.indicator_code
            AND later.indicator_version = former.indicator_version
    WHERE
        later.publication_id = %(publication_id)s
        AND former.publication_id = %(latest_publication_id)s
        AND EXISTS (
            SELECT 1
            FROM core.figure
            WHERE figure.figure_code = ANY(indicator.numerator || indicator.less || indicator.denominator)
        )
        AND (later.value, later.null_reason) IS DISTINCT FROM (former.value, former.null_reason)
)

SELECT
    count(*) FILTER (WHERE by_unit.is_moved)::integer AS ranks_changed,
    count(*) FILTER (WHERE by_unit.counts_others)::integer AS groups_changed,
    coalesce(max(by_unit.points_changed) FILTER (WHERE NOT by_unit.counts_others), 0) AS points_changed,
    (SELECT entered.changed FROM entered)::integer AS entered_changed
FROM by_unit
