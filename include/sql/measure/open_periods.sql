-- Purpose:    open the periods that the measures and the clock reach.
-- Grain:      one period.
-- Reads:      core.day_count, mart.period_kind, mart.custom_period.
-- Writes:     mart.period.
-- Parameters: clock_on (the business clock's day).
-- Rerun:      opens none the second time.
-- Each kind says how far back its periods are opened: a mistyped year must not open a century of months. Reports run
-- from the 15th to the 14th (report year 15 December to 14 December; CV 581/BNV-CCHC).
WITH reach AS (
    SELECT min(day_count.day) AS first_day
    FROM core.day_count
    WHERE day_count.day <= %(clock_on)s
    HAVING min(day_count.day) IS NOT NULL
),

-- A start of each kind follows from an anchor by steps; a length of its own where periods overlap.
pattern (kind, anchor, step, length) AS (
    VALUES
    ('day', date '2018-01-01', interval '1 day', interval '1 day'),
    ('week', date '2018-01-01', interval '7 days', interval '7 days'),
    ('rolling_4_weeks', date '2018-01-01', interval '7 days', interval '28 days'),
    ('month', date '2018-01-01', interval '1 month', interval '1 month'),
    ('quarter', date '2018-01-01', interval '3 months', interval '3 months'),
    ('half_year', date '2018-01-01', interval '6 months', interval '6 months'),
    ('nine_months', date '2018-01-01', interval '1 year', interval '9 months'),
    ('year', date '2018-01-01', interval '1 year', interval '1 year'),
    ('report_month', date '2017-12-15', interval '1 month', interval '1 month'),
    ('report_quarter', date '2017-12-15', interval '3 months', interval '3 months'),
    ('report_half_year', date '2017-12-15', interval '6 months', interval '6 months'),
    ('report_nine_months', date '2017-12-15', interval '1 year', interval '9 months'),
    ('report_year', date '2017-12-15', interval '1 year', interval '1 year')
),

stepped AS (
    SELECT
        pattern.kind,
        generated.start_at::date AS period_start,
        (generated.start_at + pattern.length - interval '1 day')::date AS period_end
    FROM pattern
    CROSS JOIN LATERAL
    generate_series(pattern.anchor::timestamp, %(clock_on)s::timestamp, pattern.step) AS generated (start_at)
),

-- From the first of January to the end of each month.
cumulated AS (
    SELECT
        'year_to_date' AS kind,
        date_trunc('year', stepped.period_start::timestamp)::date AS period_start,
        stepped.period_end
    FROM stepped
    WHERE stepped.kind = 'month'
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
    FROM (
        SELECT * FROM stepped
        UNION ALL
        SELECT * FROM cumulated
        UNION ALL
        SELECT 'custom', custom_period.period_start, custom_period.period_end
        FROM mart.custom_period
        WHERE custom_period.period_start <= %(clock_on)s
    ) AS started
    INNER JOIN mart.period_kind ON started.kind = period_kind.kind
    CROSS JOIN reach
    WHERE
        started.period_end >= reach.first_day
        AND started.period_end >= (%(clock_on)s::date - period_kind.kept)::date
),

-- Only those that are not there, so that no number is wasted; numbers in the order of days.
missing AS (
    SELECT due.*
    FROM due
    WHERE NOT EXISTS (SELECT 1 FROM mart.period WHERE period.period_id = due.period_id)
    ORDER BY due.period_start, due.period_end, due.kind
)

INSERT INTO mart.period (period_id, kind, period_start, period_end, state, counted_to)
SELECT
    missing.period_id,
    missing.kind,
    missing.period_start,
    missing.period_end,
    missing.state,
    missing.counted_to
FROM missing
RETURNING period.period_id, period.period_no, period.period_start, period.counted_to
