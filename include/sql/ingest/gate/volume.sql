-- Purpose:    hold the reading that ends a day when that day had far fewer records than its weekday usually has.
-- Grain:      no row or one: the day, and what to say about it.
-- Reads:      audit.batch, audit.batch_limit, audit.feed_day, staging.fresh_record, audit.number_vi, audit.percent_vi.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH judged AS (
    SELECT
        batch.batch_id,
        batch.source_id,
        batch.feed,
        batch.as_of::date - 1 AS day
    FROM audit.batch
    WHERE batch.batch_id = %(batch_id)s AND batch.ends_feed
),

-- A day is judged once: by the first reading after its midnight that comes to the end of the feed. It must have been
-- read to its end four weeks before already, else there is no usual volume: the first load says nothing of the days before it.
due AS (
    SELECT judged.*
    FROM judged
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM audit.batch
            WHERE
                batch.source_id = judged.source_id
                AND batch.feed = judged.feed
                AND batch.ends_feed
                AND batch.batch_id < judged.batch_id
                AND batch.as_of::date > judged.day
        )
        AND EXISTS (
            SELECT 1
            FROM audit.batch
            WHERE
                batch.source_id = judged.source_id
                AND batch.feed = judged.feed
                AND batch.ends_feed
                AND batch.as_of::date <= judged.day - 28
        )
),

-- What the overlap reads again counts twice, so a fall is rather missed than made up.
counted AS (
    SELECT
        due.source_id,
        due.feed,
        due.day,
        (
            SELECT count(*)
            FROM staging.fresh_record
            WHERE fresh_record.batch_id = due.batch_id AND fresh_record.source_updated_at::date = due.day
        )
        + coalesce((
            SELECT feed_day.records
            FROM audit.feed_day
            WHERE feed_day.source_id = due.source_id AND feed_day.feed = due.feed AND feed_day.updated_on = due.day
        ), 0) AS records
    FROM due
),

-- The middle of four, so that one holiday or one mass update among them does not decide.
usual AS (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(feed_day.records, 0))::numeric AS records
    FROM counted
    CROSS JOIN generate_series(1, 4) AS week
    LEFT JOIN audit.feed_day
        ON
            counted.source_id = feed_day.source_id
            AND counted.feed = feed_day.feed
            AND feed_day.updated_on = counted.day - 7 * week
)

SELECT
    counted.day,
    format(
        'Ngày %%s chỉ có %%s bản ghi, giảm %%s so với mức thường %%s của cùng thứ trong 4 tuần trước; '
        || 'mức giảm cho phép là %%s. Hỏi nguồn dữ liệu đã gửi đủ chưa trước khi cho phát hành lô.',
        to_char(counted.day, 'DD/MM/YYYY'),
        audit.number_vi(counted.records),
        audit.percent_vi(1 - counted.records / usual.records),
        audit.number_vi(usual.records),
        audit.percent_vi(batch_limit.max_value)
    ) AS reason
FROM counted
CROSS JOIN usual
INNER JOIN audit.batch_limit ON batch_limit.check_code = 'volume_fall'
WHERE
    batch_limit.batch_id = %(batch_id)s
    AND usual.records >= batch_limit.min_records
    AND counted.records < usual.records * (1 - batch_limit.max_value)
