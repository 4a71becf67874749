-- Purpose:    the units and days for which source and warehouse differ, each with what the warehouse knows of the cause.
-- Grain:      one unit and day.
-- Reads:      compared, held_count, quarantine.placed_record, audit.feed_progress, audit.count_difference.
-- Writes:     temporary table difference.
-- Parameters: source_id, feed, told_as_of.
-- Rerun:      gone at the end of the transaction.
-- A difference is missing only when the feed was read to its end after the source had sent the same figures: what the
-- source sent a moment ago may just not have been read. A record without a day of its own may be of any day of its
-- unit, but explains one missing record only: they are used up from the earliest day on.
CREATE TEMPORARY TABLE difference ON COMMIT DROP AS
WITH progress AS (
    SELECT
        max(feed_progress.read_to_end_as_of) AS read_to_end_as_of,
        coalesce(max(feed_progress.held), 0) AS held
    FROM audit.feed_progress
    WHERE feed_progress.source_id = %(source_id)s AND feed_progress.feed = %(feed)s
),

waiting AS MATERIALIZED (
    SELECT placed_record.unit_id, placed_record.day
    FROM quarantine.placed_record
    WHERE
        placed_record.source_id = %(source_id)s
        AND placed_record.feed = %(feed)s
        AND placed_record.is_counted
),

differing AS (
    SELECT
        compared.*,
        coalesce(
            CASE
                WHEN known.there = compared.there AND known.there_vnd IS NOT DISTINCT FROM compared.there_vnd
                    THEN known.told_as_of
            END,
            %(told_as_of)s
        ) AS told_as_of,
        quarantined.of_day AS quarantined_of_day,
        quarantined.of_any_day AS quarantined_of_any_day,
        unplaced.of_day AS unplaced_of_day,
        unplaced.of_any_day AS unplaced_of_any_day
    FROM compared
    LEFT JOIN audit.count_difference AS known
        ON
            known.source_id = %(source_id)s
            AND known.feed = %(feed)s
            AND compared.unit_code = known.unit_code
            AND compared.day = known.day
            AND known.status = 'open'
    CROSS JOIN LATERAL (
        SELECT
            (count(*) FILTER (WHERE waiting.day = compared.day))::integer AS of_day,
            (count(*) FILTER (WHERE waiting.day IS NULL))::integer AS of_any_day
        FROM waiting
        WHERE waiting.unit_id IS NULL OR waiting.unit_id = compared.unit_id
    ) AS quarantined
    CROSS JOIN LATERAL (
        SELECT
            -- Too many here: those that were put on this day for want of their own.
            coalesce(sum(held_count.records) FILTER (
                WHERE held_count.day = compared.day
                AND (held_count.unit_id IS NULL OR NOT held_count.has_own_day AND compared.here > compared.there)
            ), 0)::integer AS of_day,
            coalesce(sum(held_count.records) FILTER (
                WHERE NOT held_count.has_own_day AND compared.here < compared.there
            ), 0)::integer AS of_any_day
        FROM held_count
        WHERE held_count.unit_id IS NULL OR held_count.unit_id = compared.unit_id
    ) AS unplaced
    WHERE compared.here <> compared.there OR compared.here_vnd <> compared.there_vnd
),

left_over AS (
    SELECT
        differing.*,
        differing.there - differing.here - differing.quarantined_of_day AS missing,
        differing.quarantined_of_any_day + differing.unplaced_of_any_day AS of_any_day
    FROM differing
),

used_up AS (
    SELECT
        left_over.*,
        sum(left_over.missing) FILTER (WHERE left_over.missing BETWEEN 1 AND left_over.of_any_day)
            OVER (PARTITION BY left_over.unit_code ORDER BY left_over.day) AS missing_so_far
    FROM left_over
)

SELECT
    used_up.unit_code,
    used_up.unit_id,
    used_up.day,
    used_up.here,
    used_up.there,
    used_up.here_vnd,
    used_up.there_vnd,
    used_up.told_as_of,
    used_up.quarantined_of_day + used_up.quarantined_of_any_day AS quarantined,
    used_up.unplaced_of_day + used_up.unplaced_of_any_day AS unplaced,
    CASE
        WHEN used_up.unit_id IS NULL THEN 'unit_unknown'
        WHEN used_up.there - used_up.here BETWEEN 1 AND used_up.quarantined_of_day THEN 'quarantined'
        WHEN progress.held > 0 THEN 'held'
        WHEN progress.read_to_end_as_of IS NULL OR progress.read_to_end_as_of < used_up.told_as_of THEN 'not_yet_read'
        WHEN abs(used_up.there - used_up.here) BETWEEN 1 AND used_up.unplaced_of_day THEN 'unplaced'
        WHEN
            used_up.missing BETWEEN 1 AND used_up.quarantined_of_any_day
            AND used_up.missing_so_far <= used_up.quarantined_of_any_day
            THEN 'quarantined'
        WHEN used_up.missing BETWEEN 1 AND used_up.of_any_day AND used_up.missing_so_far <= used_up.of_any_day
            THEN 'unplaced'
        WHEN used_up.there > used_up.here THEN 'missing_here'
        WHEN used_up.there < used_up.here THEN 'missing_there'
        ELSE 'sum_differs'
    END AS name
FROM used_up
CROSS JOIN progress
