-- Purpose:    write down the differences that were found: new ones are opened, closed ones opened again.
-- Grain:      one source, feed, unit and day.
-- Reads:      difference.
-- Writes:     audit.count_difference.
-- Parameters: source_id, feed, clock_on.
-- Rerun:      on the same business day changes nothing.
INSERT INTO audit.count_difference AS known (
    source_id, feed, unit_code, day, unit_id, name, here, there, here_vnd, there_vnd, quarantined, unplaced,
    told_as_of, first_seen_on, opened_on, last_seen_on, times_seen, times_opened, status
)
SELECT
    %(source_id)s,
    %(feed)s,
    difference.unit_code,
    difference.day,
    difference.unit_id,
    difference.name,
    difference.here,
    difference.there,
    difference.here_vnd,
    difference.there_vnd,
    difference.quarantined,
    difference.unplaced,
    difference.told_as_of,
    %(clock_on)s AS first_seen_on,
    %(clock_on)s AS opened_on,
    %(clock_on)s AS last_seen_on,
    1,
    1,
    'open'
FROM difference
ON CONFLICT (source_id, feed, unit_code, day) DO UPDATE SET
    unit_id = excluded.unit_id,
    name = excluded.name,
    here = excluded.here,
    there = excluded.there,
    here_vnd = excluded.here_vnd,
    there_vnd = excluded.there_vnd,
    quarantined = excluded.quarantined,
    unplaced = excluded.unplaced,
    told_as_of = excluded.told_as_of,
    opened_on = CASE known.status WHEN 'open' THEN known.opened_on ELSE excluded.opened_on END,
    last_seen_on = excluded.last_seen_on,
    times_seen = known.times_seen + (known.last_seen_on < excluded.last_seen_on)::integer,
    times_opened = known.times_opened + (known.status = 'closed')::integer,
    status = 'open',
    closed_on = NULL
