-- Purpose:    how a ranking differs from an earlier version of it.
-- Grain:      one row.
-- Reads:      mart.ranking, mart.published_value, mart.indicator_entry.
-- Writes:     nothing.
-- Parameters: publication_id, latest_publication_id.
-- Rerun:      reads only.
-- A unit that came or went counts as one whose rank changed; points are compared where the same groups are counted.
WITH by_unit AS (
    SELECT
        (own.rank IS DISTINCT FROM before.rank) AS is_moved,
        (own.groups_left_out <> before.groups_left_out) AS counts_others,
        abs(own.score - before.score) AS points_changed
    FROM (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(publication_id)s) AS own
    FULL JOIN (SELECT ranking.* FROM mart.ranking WHERE ranking.publication_id = %(latest_publication_id)s) AS before
        ON own.unit_id = before.unit_id
),

entered AS (
    SELECT count(*) AS changed
    FROM mart.published_value AS own
    INNER JOIN mart.published_value AS before
        ON
            own.subject_kind = before.subject_kind
            AND own.subject_id = before.subject_id
            AND own.basis = before.basis
            AND own.sector_code = before.sector_code
            AND own.indicator_code = before.indicator_code
            AND own.indicator_version = before.indicator_version
    WHERE
        own.publication_id = %(publication_id)s
        AND before.publication_id = %(latest_publication_id)s
        AND EXISTS (
            SELECT 1
            FROM mart.indicator_entry
            WHERE
                indicator_entry.indicator_code = own.indicator_code
                AND indicator_entry.indicator_version = own.indicator_version
        )
        AND (own.value, own.null_reason) IS DISTINCT FROM (before.value, before.null_reason)
)

SELECT
    count(*) FILTER (WHERE by_unit.is_moved)::integer AS ranks_changed,
    count(*) FILTER (WHERE by_unit.counts_others)::integer AS groups_changed,
    coalesce(max(by_unit.points_changed) FILTER (WHERE NOT by_unit.counts_others), 0) AS points_changed,
    (SELECT entered.changed FROM entered)::integer AS entered_changed
FROM by_unit
