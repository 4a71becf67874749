-- Purpose:    open the periods that the measures and the clock reach, advance the open ones, close those that ended.
-- Grain:      one period.
-- Reads:      mart.measure_day.
-- Writes:     mart.period.
-- Parameters: clock_on (the business clock's day).
-- Rerun:      changes nothing the second time.
-- Measures older than three years make no periods: a mistyped year must not open a century of months.
WITH reach AS (
    SELECT greatest(min(measure_day.day), (%(clock_on)s::date - interval '3 years')::date) AS first_day
    FROM mart.measure_day
    WHERE measure_day.day <= %(clock_on)s
    HAVING min(measure_day.day) IS NOT NULL
),

started AS (
    SELECT
        step.kind,
        generated.start_at::date AS period_start,
        (generated.start_at + step.length - interval '1 day')::date AS period_end
    FROM reach
    CROSS JOIN (VALUES ('month', interval '1 month'), ('quarter', interval '3 months')) AS step (kind, length)
    CROSS JOIN LATERAL generate_series(
        date_trunc(step.kind, reach.first_day::timestamp), %(clock_on)s::timestamp, step.length
    ) AS generated (start_at)
),

due AS (
    SELECT
        started.kind,
        started.period_start,
        started.period_end,
        started.kind || ':' || to_char(started.period_start, 'YYYY-MM-DD')
        || ':' || to_char(started.period_end, 'YYYY-MM-DD') AS period_id,
        least(started.period_end, %(clock_on)s::date) AS counted_to,
        CASE WHEN started.period_end < %(clock_on)s::date THEN 'closed' ELSE 'open' END AS state
    FROM started
)

INSERT INTO mart.period (period_id, kind, period_start, period_end, state, counted_to)
SELECT
    due.period_id,
    due.kind,
    due.period_start,
    due.period_end,
    due.state,
    due.counted_to
FROM due
ON CONFLICT (period_id) DO UPDATE SET state = excluded.state, counted_to = excluded.counted_to
WHERE period.state = 'open' AND (period.state, period.counted_to) <> (excluded.state, excluded.counted_to)
RETURNING period.period_id
