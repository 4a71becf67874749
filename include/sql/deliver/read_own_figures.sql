-- Purpose:    the figures of the units of a ranking for which a mail box gets mails: the indicators of each.
-- Grain:      one unit and indicator of the scheme, most points lost first.
-- Reads:      core.valid_recipient, mart.published_item, mart.rank_movement, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id, address.
-- Rerun:      reads only.
SELECT
    item.unit_code,
    unit.name AS unit_name,
    item.name_vi AS indicator_vi,
    item.points,
    item.max_points,
    item.points_lost,
    item.points_recoverable,
    moved.points_change
FROM mart.published_item AS item
INNER JOIN mart.unit ON item.unit_id = unit.unit_id
LEFT JOIN mart.rank_movement AS moved
    ON
        item.publication_id = moved.publication_id
        AND item.unit_id = moved.unit_id
        AND item.indicator_code = moved.indicator_code
WHERE
    item.publication_id = %(publication_id)s
    AND EXISTS (
        SELECT 1
        FROM core.valid_recipient AS recipient
        WHERE
            recipient.is_active
            AND recipient.channel = 'mail'
            AND recipient.wants = 'rankings'
            AND recipient.scope_kind = 'unit'
            AND recipient.address = %(address)s
            AND recipient.scope_id = item.unit_id
    )
ORDER BY unit.name_sort, item.unit_code, item.points_lost DESC NULLS LAST, item.ordinal, item.indicator_code
