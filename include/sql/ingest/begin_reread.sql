-- Purpose:    begin to read the widest window that is due again, if any; a feed that was just read for the first time
--             is due for none.
-- Grain:      one source and feed.
-- Reads:      audit.position, audit.reread_window, audit.reread.
-- Writes:     audit.position, audit.reread.
-- Parameters: source_id, feed.
-- Rerun:      begins nothing the second time.
WITH standing AS (
    SELECT
        reread_window.window_days,
        position.as_of,
        reread.begun_as_of IS NULL AS is_new,
        reread.begun_as_of + make_interval(days => reread_window.every_days) <= position.as_of AS is_due
    FROM audit.position
    CROSS JOIN audit.reread_window
    LEFT JOIN audit.reread
        ON
            position.source_id = reread.source_id
            AND position.feed = reread.feed
            AND reread_window.window_days = reread.window_days
    WHERE position.source_id = %(source_id)s AND position.feed = %(feed)s AND position.cursor IS NULL
),

widest AS (
    SELECT max(standing.window_days) AS window_days FROM standing
    WHERE standing.is_due
),

-- A wide window holds the narrower ones.
noted AS (
    INSERT INTO audit.reread (source_id, feed, window_days, begun_as_of)
    SELECT %(source_id)s, %(feed)s, standing.window_days, standing.as_of
    FROM standing
    CROSS JOIN widest
    WHERE standing.is_new OR standing.window_days <= widest.window_days
    ON CONFLICT (source_id, feed, window_days) DO UPDATE SET begun_as_of = excluded.begun_as_of
)

UPDATE audit.position SET
    generation = position.generation + 1,
    updated_since = least(position.updated_since, position.as_of - make_interval(days => widest.window_days)),
    -- How far the new reading is: should its cursor expire, it goes on from there and not from where the last one ended.
    high_water = least(position.high_water, position.as_of - make_interval(days => widest.window_days))
FROM widest
WHERE
    position.source_id = %(source_id)s AND position.feed = %(feed)s AND position.cursor IS NULL
    AND widest.window_days IS NOT NULL
