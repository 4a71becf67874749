-- Purpose:    what is stale, stuck, held or failing, with what to do; and triggers that keep what was reported.
-- Grain:      see the comment of each object.
-- Reads:      audit.alert_run, audit.batch, audit.change, audit.count_comparison, audit.delivery, audit.feed_progress,
--             audit.pending_publication, audit.refuse_recent_removal, audit.refuse_removal_from_list,
--             audit.rendered_page, audit.sheet, audit.source, audit.source_waiver, audit.trouble_list,
--             audit.trouble_list_item, audit.unmeasured_change, core.working_day, mart.count_difference, mart.period,
--             mart.publication, mart.refuse_change.
-- Writes:     function audit.troubles; triggers.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
--
-- Freshness is judged by the business clock, waiting by the machine's: what the tables say when something was done. So
-- a schedule that did not run is seen by what is missing, also where no task failed.

CREATE OR REPLACE TRIGGER trouble_list_immutable BEFORE UPDATE OR TRUNCATE ON audit.trouble_list
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER trouble_list_item_immutable BEFORE UPDATE OR TRUNCATE ON audit.trouble_list_item
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER trouble_list_until_over BEFORE DELETE ON audit.trouble_list
FOR EACH ROW EXECUTE FUNCTION audit.refuse_recent_removal();
CREATE OR REPLACE TRIGGER trouble_list_item_with_its_list BEFORE DELETE ON audit.trouble_list_item
FOR EACH ROW EXECUTE FUNCTION audit.refuse_removal_from_list();

CREATE OR REPLACE FUNCTION audit.troubles(p_as_of timestamptz, p_at timestamptz, p_stale_hours integer)
RETURNS TABLE (kind text, subject text, since timestamptz, detail text, advice text)
LANGUAGE sql STABLE AS $$
WITH clock AS (
    SELECT
        (p_as_of AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS today,
        (p_as_of AT TIME ZONE 'Asia/Ho_Chi_Minh')::time AS local_time,
        p_at - interval '1 hour' AS hour_ago
),

freshness AS (
    SELECT
        feed_progress.connection_name,
        min(coalesce(feed_progress.read_to_end_as_of, '-infinity')) AS read_to,
        (array_agg(feed_progress.feed ORDER BY feed_progress.read_to_end_as_of NULLS FIRST, feed_progress.ordinal))[1]
            AS slowest_feed
    FROM audit.feed_progress
    WHERE feed_progress.is_configured
    GROUP BY feed_progress.connection_name
),

-- Since when nothing more was to wait for: no change of the facts, no reading that came past the end of a period.
measured AS (
    SELECT
        greatest(
            (SELECT max(change.recorded_at) FROM audit.change),
            (SELECT max(batch.finished_at) FROM audit.batch),
            (SELECT max(source_waiver.waived_at) FROM audit.source_waiver)
        ) AS at
),

-- The last day of each feed beside the four weeks before it; of a quiet feed these hold no batch.
refused AS (
    SELECT
        batch.source_id,
        batch.feed,
        coalesce(sum(batch.quarantined) FILTER (WHERE batch.finished_at > p_at - interval '1 day'), 0) AS lately,
        coalesce(
            sum(batch.quarantined) FILTER (
                WHERE batch.finished_at <= p_at - interval '1 day' AND batch.finished_at > p_at - interval '29 days'
            ),
            0
        ) / 28.0 AS usually,
        min(batch.finished_at) AS first_at
    FROM audit.batch
    WHERE batch.status = 'published'
    GROUP BY batch.source_id, batch.feed
)

SELECT
    'source_failed', source.connection_name, source.last_attempt_at,
    'the last run could not read it: ' || source.last_error,
    'see docs/runbooks/ingest.md; the next run goes on where this one stopped'
FROM audit.source
WHERE source.is_configured AND source.last_error IS NOT NULL
UNION ALL
SELECT
    'stale_source', freshness.connection_name, nullif(freshness.read_to, '-infinity'),
    'feed ' || freshness.slowest_feed
    || CASE
        WHEN freshness.read_to = '-infinity' THEN ' was never read to its end'
        ELSE ' was read to its end as of ' || to_char(freshness.read_to AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI')
    END,
    'look whether ingest runs and whether its source answers; readers see a banner'
FROM freshness
INNER JOIN audit.source ON freshness.connection_name = source.connection_name
CROSS JOIN clock
WHERE
    freshness.read_to < p_as_of - make_interval(hours => p_stale_hours)
    -- The first load of a new source takes its time.
    AND (
        freshness.read_to > '-infinity'
        OR EXISTS (
            SELECT 1
            FROM audit.batch
            WHERE batch.source_id = source.source_id AND batch.started_at < clock.hour_ago
        )
    )
UNION ALL
SELECT
    'held_batch', 'batch ' || batch.batch_id, batch.started_at,
    batch.source_id || ' ' || batch.feed || ', records: ' || batch.received || ': ' || batch.held_reason,
    'release or reject it with the DAG decide_batch; its period is not published before'
FROM audit.batch
WHERE batch.status = 'held'
UNION ALL
SELECT
    'stuck_batch', 'batch ' || batch.batch_id, batch.started_at,
    batch.source_id || ' ' || batch.feed || ' is ' || batch.status || ' since more than an hour',
    'look whether ingest runs; its next run takes the batch up'
FROM audit.batch
CROSS JOIN clock
WHERE batch.status IN ('fetched', 'staged', 'passed') AND batch.started_at < clock.hour_ago
UNION ALL
SELECT
    'unusual_quarantine', refused.source_id || ' ' || refused.feed, NULL,
    refused.lately || ' records of the last day went to quarantine, usual are ' || round(refused.usually, 1) || ' a day',
    'export them with the DAG quarantine and look at their reasons'
FROM refused
WHERE
    refused.first_at <= p_at - interval '1 day'
    AND refused.lately >= 10
    AND refused.lately > 3 * refused.usually
UNION ALL
SELECT
    'count_difference', count_difference.source_id || ' ' || count_difference.feed, min(count_difference.opened_on)::timestamptz,
    count(*) || ' days and units differ from what the source counts, the oldest since ' || min(count_difference.opened_on),
    'SELECT * FROM mart.count_difference WHERE status = ''open''; see docs/runbooks/reconcile.md'
FROM mart.count_difference
CROSS JOIN clock
WHERE count_difference.status = 'open' AND count_difference.opened_on < clock.today
GROUP BY count_difference.source_id, count_difference.feed
UNION ALL
SELECT
    'unmeasured', 'facts', min(change.recorded_at),
    'facts wait for the measures since more than an hour',
    'look whether refresh_measures runs and succeeds'
FROM audit.unmeasured_change AS change
CROSS JOIN clock
WHERE change.recorded_at < clock.hour_ago
HAVING count(*) > 0
UNION ALL
SELECT
    'unpublished', pending.area_code || ' ' || pending.period_id || ' ' || pending.scheme_code, measured.at,
    'the ranking is due since more than an hour and is not published',
    'look whether publish_rankings runs; a refusal by Great Expectations is in its log'
FROM audit.pending_publication AS pending
CROSS JOIN clock
CROSS JOIN measured
WHERE measured.at < clock.hour_ago
UNION ALL
SELECT
    'page_missing', 'publication ' || publication.publication_id, publication.published_at,
    'it was published more than an hour ago and has no page',
    'look whether render_pages of publish_rankings succeeds'
FROM mart.publication
CROSS JOIN clock
WHERE
    publication.published_at < clock.hour_ago
    AND NOT EXISTS (
        SELECT 1 FROM audit.rendered_page WHERE rendered_page.publication_id = publication.publication_id
    )
UNION ALL
SELECT
    'not_run', 'tick', max(period.counted_to)::timestamptz,
    'periods stand at ' || max(period.counted_to),
    'look whether the scheduler runs and whether tick is paused; wake it by hand'
FROM mart.period
CROSS JOIN clock
WHERE clock.local_time >= '01:00'
GROUP BY clock.today
HAVING max(period.counted_to) < clock.today
UNION ALL
SELECT
    'not_run', 'reconcile ' || source.connection_name, max(compared.compared_at),
    CASE
        WHEN max(compared.compared_at) IS NULL THEN 'the source was never compared'
        ELSE 'the source was compared last at '
            || to_char(max(compared.compared_at) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI')
    END,
    'look whether reconcile runs and succeeds; wake it by hand'
FROM audit.source
INNER JOIN (
    SELECT
        batch.source_id,
        min(batch.started_at) AS first_at
    FROM audit.batch
    GROUP BY batch.source_id
) AS begun ON source.source_id = begun.source_id AND begun.first_at < p_at - interval '26 hours'
LEFT JOIN audit.count_comparison AS compared ON source.source_id = compared.source_id
WHERE source.is_configured
GROUP BY source.connection_name
HAVING coalesce(max(compared.compared_at), '-infinity') < p_as_of - interval '26 hours'
UNION ALL
SELECT
    'not_run', 'raise_alerts', NULL,
    'the list of this morning was not made',
    'look whether raise_alerts runs; wake it by hand, it makes the list of the slot'
FROM clock
INNER JOIN core.working_day ON clock.today = working_day.day
WHERE
    working_day.calendar_code = 'VN' AND working_day.is_in_force AND working_day.is_working
    AND clock.local_time >= '07:30'
    -- An installation that read its first batch later than that had nothing to make the list of.
    AND EXISTS (
        SELECT 1
        FROM audit.source
        INNER JOIN audit.batch ON source.source_id = batch.source_id
        WHERE
            source.is_configured AND source.last_success_at IS NOT NULL
            AND batch.as_of < (clock.today + time '07:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'
    )
    AND NOT EXISTS (
        SELECT 1 FROM audit.alert_run WHERE alert_run.run_on = clock.today AND alert_run.slot = 'morning'
    )
UNION ALL
SELECT
    'delivery_dead', 'delivery ' || delivery.delivery_id, delivery.queued_at,
    delivery.subject_kind || ' ' || delivery.subject_id || ' by ' || delivery.channel || ': ' || delivery.last_error,
    'mend the cause, then put it back with the DAG deliver (parameter requeue)'
FROM audit.delivery
WHERE delivery.status = 'dead'
UNION ALL
SELECT
    'delivery_late', delivery.channel, min(delivery.queued_at),
    count(*) || ' messages wait since more than an hour; the last error: '
    || coalesce(max(delivery.last_error), 'none, nothing tried to send them'),
    'look whether deliver runs and whether the mail server or webhook answers'
FROM audit.delivery
CROSS JOIN clock
WHERE delivery.status = 'waiting' AND delivery.queued_at < clock.hour_ago
GROUP BY delivery.channel
UNION ALL
SELECT
    'refused_sheet', sheet.kind || '/' || sheet.file_name, sheet.received_at,
    'a sheet of an office was refused',
    'its errors are beside it in the folder of sheets; hand in a corrected one'
FROM audit.sheet
WHERE sheet.status = 'refused' AND sheet.received_at > p_as_of - interval '7 days'
$$;
COMMENT ON FUNCTION audit.troubles IS 'What is stale, stuck, held or failing (business clock, machine''s clock, hours after which a source is stale), with what to do.';
