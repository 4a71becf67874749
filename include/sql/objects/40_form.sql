-- Purpose:    form II.06a for any units and any ranges of days, the one place where measures become form columns.
-- Grain:      one row a unit, range and sector that has a nonzero column, and one for all sectors (*) always.
-- Reads:      mart.measure_day, core.unit.
-- Writes:     functions mart.form_rows, mart.form_ii06a_between.
-- Parameters: units, basis, first and last days (inclusive), pairwise.
-- Rerun:      replaced at each migration whose text differs.

-- Flows are summed over the days of the range. A stock at the end of a day is the sum of enters less leaves up to
-- that day; what is carried over is everything open at the end of the day before. Days are first summed into the
-- spans between the ranges' boundaries, so that a day is read once however many ranges are asked for.
CREATE FUNCTION mart.form_rows(p_units integer[], p_basis text, p_from date[], p_to date[])
RETURNS TABLE (
    unit_id integer, range_from date, range_to date, sector_code text,
    received_total integer, received_online integer, received_direct_postal integer, carried_over integer,
    resolved_total integer, resolved_early integer, resolved_on_time integer, resolved_overdue integer,
    in_progress_total integer, in_progress_within integer, in_progress_overdue integer,
    resolved_no_due_date integer, in_progress_no_due_date integer, paused integer,
    withdrawn integer, refused integer, stopped integer, transferred_in integer, transferred_out integer
)
LANGUAGE sql STABLE AS $$
WITH wanted AS (
    SELECT DISTINCT r.range_from, r.range_to
    FROM unnest(p_from, p_to) AS r (range_from, range_to)
),

boundary AS (
    SELECT b.last_day, row_number() OVER (ORDER BY b.last_day) - 1 AS span
    FROM (SELECT w.range_from - 1 AS last_day FROM wanted AS w UNION SELECT w.range_to FROM wanted AS w) AS b
),

edges AS (
    SELECT array_agg(b.last_day + 1 ORDER BY b.last_day) AS first_days FROM boundary AS b
),

day_in_span AS (
    SELECT
        m.*,
        width_bucket(m.day, (SELECT e.first_days FROM edges AS e)) AS span
    FROM mart.measure_day AS m
    WHERE m.unit_id = ANY (p_units) AND m.basis = p_basis AND m.day <= (SELECT max(b.last_day) FROM boundary AS b)
),

per_span AS (
    SELECT
        d.unit_id, coalesce(d.sector_code, '*') AS sector_code, d.span,
        sum(d.received_online) AS received_online,
        sum(d.received_in_person + d.received_postal) AS received_direct_postal,
        sum(d.resolved_early) AS resolved_early,
        sum(d.resolved_on_time) AS resolved_on_time,
        sum(d.resolved_overdue) AS resolved_overdue,
        sum(d.resolved_no_due_date) AS resolved_no_due_date,
        sum(d.withdrawn) AS withdrawn, sum(d.refused) AS refused, sum(d.stopped) AS stopped,
        sum(d.transferred_in) AS transferred_in, sum(d.transferred_out) AS transferred_out,
        sum(d.within_enter - d.within_leave) AS within,
        sum(d.overdue_enter - d.overdue_leave) AS overdue,
        sum(d.no_due_date_enter - d.no_due_date_leave) AS no_due_date,
        sum(d.paused_enter - d.paused_leave) AS paused
    FROM day_in_span AS d
    GROUP BY GROUPING SETS ((d.unit_id, d.sector_code, d.span), (d.unit_id, d.span))
),

subject AS (
    SELECT u.unit_id, '*' AS sector_code FROM unnest(p_units) AS u (unit_id)
    UNION
    SELECT s.unit_id, s.sector_code FROM per_span AS s
),

up_to AS (
    SELECT
        s.unit_id, s.sector_code, b.last_day,
        sum(p.received_online) OVER so_far AS received_online,
        sum(p.received_direct_postal) OVER so_far AS received_direct_postal,
        sum(p.resolved_early) OVER so_far AS resolved_early,
        sum(p.resolved_on_time) OVER so_far AS resolved_on_time,
        sum(p.resolved_overdue) OVER so_far AS resolved_overdue,
        sum(p.resolved_no_due_date) OVER so_far AS resolved_no_due_date,
        sum(p.withdrawn) OVER so_far AS withdrawn,
        sum(p.refused) OVER so_far AS refused,
        sum(p.stopped) OVER so_far AS stopped,
        sum(p.transferred_in) OVER so_far AS transferred_in,
        sum(p.transferred_out) OVER so_far AS transferred_out,
        sum(p.within) OVER so_far AS within,
        sum(p.overdue) OVER so_far AS overdue,
        sum(p.no_due_date) OVER so_far AS no_due_date,
        sum(p.paused) OVER so_far AS paused
    FROM subject AS s
    CROSS JOIN boundary AS b
    LEFT JOIN per_span AS p ON s.unit_id = p.unit_id AND s.sector_code = p.sector_code AND b.span = p.span
    WINDOW so_far AS (PARTITION BY s.unit_id, s.sector_code ORDER BY b.last_day)
),

counted AS (
    SELECT
        e.unit_id, w.range_from, w.range_to, e.sector_code,
        coalesce(e.received_online, 0) - coalesce(o.received_online, 0) AS received_online,
        coalesce(e.received_direct_postal, 0) - coalesce(o.received_direct_postal, 0) AS received_direct_postal,
        coalesce(o.within + o.overdue + o.no_due_date + o.paused, 0) AS carried_over,
        coalesce(e.resolved_early, 0) - coalesce(o.resolved_early, 0) AS resolved_early,
        coalesce(e.resolved_on_time, 0) - coalesce(o.resolved_on_time, 0) AS resolved_on_time,
        coalesce(e.resolved_overdue, 0) - coalesce(o.resolved_overdue, 0) AS resolved_overdue,
        coalesce(e.resolved_no_due_date, 0) - coalesce(o.resolved_no_due_date, 0) AS resolved_no_due_date,
        coalesce(e.within, 0) AS in_progress_within,
        coalesce(e.overdue, 0) AS in_progress_overdue,
        coalesce(e.no_due_date, 0) AS in_progress_no_due_date,
        coalesce(e.paused, 0) AS paused,
        coalesce(e.withdrawn, 0) - coalesce(o.withdrawn, 0) AS withdrawn,
        coalesce(e.refused, 0) - coalesce(o.refused, 0) AS refused,
        coalesce(e.stopped, 0) - coalesce(o.stopped, 0) AS stopped,
        coalesce(e.transferred_in, 0) - coalesce(o.transferred_in, 0) AS transferred_in,
        coalesce(e.transferred_out, 0) - coalesce(o.transferred_out, 0) AS transferred_out
    FROM wanted AS w
    INNER JOIN up_to AS e ON w.range_to = e.last_day
    INNER JOIN up_to AS o
        ON w.range_from - 1 = o.last_day AND e.unit_id = o.unit_id AND e.sector_code = o.sector_code
)

SELECT
    c.unit_id, c.range_from, c.range_to, c.sector_code,
    (c.received_online + c.received_direct_postal + c.carried_over)::integer,
    c.received_online::integer, c.received_direct_postal::integer, c.carried_over::integer,
    (c.resolved_early + c.resolved_on_time + c.resolved_overdue + c.resolved_no_due_date)::integer,
    c.resolved_early::integer, c.resolved_on_time::integer, c.resolved_overdue::integer,
    (c.in_progress_within + c.in_progress_overdue + c.in_progress_no_due_date + c.paused)::integer,
    c.in_progress_within::integer, c.in_progress_overdue::integer,
    c.resolved_no_due_date::integer, c.in_progress_no_due_date::integer, c.paused::integer,
    c.withdrawn::integer, c.refused::integer, c.stopped::integer,
    c.transferred_in::integer, c.transferred_out::integer
FROM counted AS c
WHERE
    c.sector_code = '*'
    OR 0 < c.received_online + c.received_direct_postal + c.carried_over + c.resolved_early + c.resolved_on_time
    + c.resolved_overdue + c.resolved_no_due_date + c.withdrawn + c.refused + c.stopped
    + c.transferred_in + c.transferred_out
$$;
COMMENT ON FUNCTION mart.form_rows(integer[], text, date[], date[]) IS 'Form II.06a columns of units over ranges of days, by sector and for all sectors (*).';

CREATE FUNCTION mart.form_ii06a_between(p_unit_id integer, p_basis text, p_from date, p_to date)
RETURNS TABLE (
    unit_id integer, basis text, sector_code text, unit_code text, period_start date, period_end date,
    received_total integer, received_online integer, received_direct_postal integer, carried_over integer,
    resolved_total integer, resolved_early integer, resolved_on_time integer, resolved_overdue integer,
    in_progress_total integer, in_progress_within integer, in_progress_overdue integer,
    resolved_no_due_date integer, in_progress_no_due_date integer, paused integer,
    withdrawn integer, refused integer, stopped integer, transferred_in integer, transferred_out integer
)
LANGUAGE sql STABLE AS $$
SELECT
    f.unit_id, p_basis, f.sector_code, u.unit_code, f.range_from, f.range_to,
    f.received_total, f.received_online, f.received_direct_postal, f.carried_over,
    f.resolved_total, f.resolved_early, f.resolved_on_time, f.resolved_overdue,
    f.in_progress_total, f.in_progress_within, f.in_progress_overdue,
    f.resolved_no_due_date, f.in_progress_no_due_date, f.paused,
    f.withdrawn, f.refused, f.stopped, f.transferred_in, f.transferred_out
FROM mart.form_rows(ARRAY[p_unit_id], p_basis, ARRAY[p_from], ARRAY[p_to]) AS f
INNER JOIN mart.unit AS u ON f.unit_id = u.unit_id
ORDER BY f.sector_code
$$;
COMMENT ON FUNCTION mart.form_ii06a_between(integer, text, date, date) IS 'Form II.06a of one unit for any range of days, both ends inclusive.';
