-- Purpose:    what is read, what is pending, what keeps a period from being published.
-- Grain:      see the comment of each view.
-- Reads:      audit.batch, audit.change, audit.clock, audit.feed, audit.measure_state, audit.rendered_page,
--             audit.source, audit.source_waiver, audit.touched, core.area, core.area_member, core.unit, mart.period,
--             mart.publication, mart.publication_plan.
-- Writes:     views audit.feed_progress, audit.unmeasured_change, audit.publication_blocker, audit.publishable_period,
--             audit.pending_publication, audit.pending_work, mart.source_status.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- The published position: everything up to the last batch before which none is unsettled.
CREATE OR REPLACE VIEW audit.feed_progress AS
WITH unsettled AS (
    SELECT
        batch.source_id,
        batch.feed,
        min(batch.batch_id) AS first_batch_id,
        count(*) FILTER (WHERE batch.status <> 'held') AS pending,
        count(*) FILTER (WHERE batch.status = 'held') AS held
    FROM audit.batch
    WHERE batch.status NOT IN ('published', 'rejected')
    GROUP BY batch.source_id, batch.feed
)

SELECT
    source.connection_name,
    source.source_id,
    source.is_configured,
    feed.feed,
    feed.ordinal,
    settled.read_to_end_as_of,
    settled.last_published_at,
    coalesce(unsettled.pending, 0) AS pending,
    coalesce(unsettled.held, 0) AS held
FROM audit.source
CROSS JOIN audit.feed
LEFT JOIN unsettled ON source.source_id = unsettled.source_id AND feed.feed = unsettled.feed
LEFT JOIN LATERAL (
    SELECT
        max(batch.as_of) FILTER (WHERE batch.ends_feed) AS read_to_end_as_of,
        max(batch.finished_at) FILTER (WHERE batch.status = 'published') AS last_published_at
    FROM audit.batch
    WHERE
        batch.source_id = source.source_id AND batch.feed = feed.feed
        AND batch.status IN ('published', 'rejected')
        AND (unsettled.first_batch_id IS NULL OR batch.batch_id < unsettled.first_batch_id)
) AS settled ON TRUE;
COMMENT ON VIEW audit.feed_progress IS 'How far each feed of each source has been read to its end and published without a gap.';

CREATE OR REPLACE VIEW mart.source_status AS
SELECT
    feed_progress.source_id,
    feed_progress.connection_name,
    feed_progress.feed,
    feed_progress.read_to_end_as_of AS as_of,
    feed_progress.last_published_at,
    clock.as_of - feed_progress.read_to_end_as_of AS lag,
    feed_progress.pending,
    feed_progress.held,
    source.last_error
FROM audit.feed_progress
INNER JOIN audit.source ON feed_progress.connection_name = source.connection_name
LEFT JOIN audit.clock ON TRUE
WHERE feed_progress.is_configured;
COMMENT ON VIEW mart.source_status IS 'Freshness of each source and feed: read to its end as of, pending and held batches, last error.';
COMMENT ON COLUMN mart.source_status.lag IS 'Behind the fixed business clock; null where the clock runs freely.';
GRANT SELECT ON mart.source_status TO onestop_reader, onestop_pipeline;

-- A change that touched no case moves no figure. Units are another matter: with them their succession and the members of areas
-- change. What was not a batch was numbered for the figures alone.
CREATE OR REPLACE VIEW audit.unmeasured_change AS
SELECT
    change.publish_seq,
    change.recorded_at
FROM audit.change
CROSS JOIN audit.measure_state
WHERE
    change.publish_seq > measure_state.applied_seq
    AND (
        measure_state.is_rebuilding
        OR change.kind <> 'batch'
        OR EXISTS (SELECT 1 FROM audit.touched WHERE touched.publish_seq = change.publish_seq)
        OR EXISTS (SELECT 1 FROM audit.batch WHERE batch.batch_id = change.batch_id AND batch.feed = 'units')
    );
COMMENT ON VIEW audit.unmeasured_change IS 'Changes that the figures have yet to follow: their cases were touched and not counted since, or units came.';
COMMENT ON COLUMN audit.unmeasured_change.publish_seq IS 'Number of the change.';
COMMENT ON COLUMN audit.unmeasured_change.recorded_at IS 'Machine''s clock of the change.';

CREATE OR REPLACE VIEW audit.publication_blocker AS
SELECT
    period.period_id,
    feed_progress.connection_name,
    feed_progress.feed,
    CASE
        WHEN feed_progress.held > 0 THEN 'held_batch'
        WHEN feed_progress.pending > 0 THEN 'pending_batch'
        ELSE 'not_read_past_the_end'
    END AS blocker
FROM mart.period
CROSS JOIN audit.feed_progress
WHERE
    period.state <> 'open'
    AND feed_progress.is_configured
    AND (
        feed_progress.held > 0
        OR feed_progress.pending > 0
        OR feed_progress.read_to_end_as_of IS NULL
        OR feed_progress.read_to_end_as_of < (period.period_end + 1)::timestamptz
    )
    AND NOT EXISTS (
        SELECT 1
        FROM audit.source_waiver
        WHERE
            source_waiver.connection_name = feed_progress.connection_name
            AND source_waiver.period_id = period.period_id
    );
COMMENT ON VIEW audit.publication_blocker IS 'Why a closed period cannot be published yet: a configured source not read past its end, or with batches pending or held, and not waived.';

CREATE OR REPLACE VIEW audit.publishable_period AS
SELECT period.*
FROM mart.period
WHERE
    period.state <> 'open'
    AND NOT EXISTS (SELECT 1 FROM audit.publication_blocker AS blocker WHERE blocker.period_id = period.period_id)
    AND NOT EXISTS (SELECT 1 FROM audit.unmeasured_change);
COMMENT ON VIEW audit.publishable_period IS 'Closed periods that every source has been read past, fully measured.';

CREATE OR REPLACE VIEW audit.pending_publication AS
-- Looked up once: there are hundreds of areas, most of which nobody feeds, and a period is looked at for each plan.
WITH fed AS MATERIALIZED (
    SELECT
        area_member.area_id,
        range_agg(area_member.valid) AS valid
    FROM core.unit
    INNER JOIN core.area_member ON unit.unit_id = area_member.unit_id
    WHERE unit.is_fed
    GROUP BY area_member.area_id
),

publishable AS MATERIALIZED (
    SELECT publishable_period.*
    FROM audit.publishable_period
)

SELECT
    plan.kind,
    area.area_id,
    area.area_code,
    period.period_id,
    period.kind AS period_kind,
    period.period_start,
    period.period_end,
    plan.scheme_code,
    plan.scheme_version,
    plan.is_overview,
    plan.announce
FROM mart.publication_plan AS plan
INNER JOIN core.area ON plan.area_kind = area.kind
-- Areas of the whole country are known; those that no source feeds are not ranked.
INNER JOIN fed ON area.area_id = fed.area_id
INNER JOIN publishable AS period ON plan.period_kind = period.kind AND fed.valid @> period.period_end
WHERE
    NOT EXISTS (
        SELECT 1
        FROM mart.publication
        WHERE
            publication.kind = plan.kind AND publication.area_id = area.area_id
            AND publication.period_id = period.period_id AND publication.scheme_code = plan.scheme_code
    )
    AND period.period_end + plan.first_within >= (SELECT max(reached.counted_to) FROM mart.period AS reached);
COMMENT ON VIEW audit.pending_publication IS 'Publishable periods of which nothing was published yet, for areas with units that a source feeds.';

CREATE OR REPLACE VIEW audit.pending_work AS
SELECT
    'batch' AS pending_kind,
    batch.source_id,
    'batch ' || batch.batch_id || ' of feed ' || batch.feed || ' is ' || batch.status AS detail,
    batch.status = 'held' OR source.last_error IS NOT NULL AS is_excused
FROM audit.batch
LEFT JOIN audit.source ON batch.source_id = source.source_id
WHERE batch.status NOT IN ('published', 'rejected')
UNION ALL
SELECT 'source', source.source_id, source.connection_name || ' failed: ' || source.last_error, TRUE
FROM audit.source
WHERE source.is_configured AND source.last_error IS NOT NULL
UNION ALL
SELECT
    'source', source.source_id, source.connection_name || ' has not been read yet', FALSE
FROM audit.source
WHERE source.is_configured AND source.last_error IS NULL AND source.last_success_at IS NULL
UNION ALL
SELECT 'measure', NULL, 'touched cases wait from publish sequence ' || (state.applied_seq + 1), FALSE
FROM audit.measure_state AS state
WHERE EXISTS (SELECT 1 FROM audit.unmeasured_change)
UNION ALL
SELECT 'publication', NULL, 'ranking of ' || pending.area_code || ' for ' || pending.period_id, FALSE
FROM audit.pending_publication AS pending
UNION ALL
SELECT 'page', NULL, 'page of publication ' || publication.publication_id, FALSE
FROM mart.publication
WHERE NOT EXISTS (
    SELECT 1 FROM audit.rendered_page WHERE rendered_page.publication_id = publication.publication_id
);
COMMENT ON VIEW audit.pending_work IS 'Everything that still has to happen; excused rows wait for a person or a source.';
