-- Purpose:    put the unusable records into quarantine with every reason, and count them; content that was there before
--             is seen again.
-- Grain:      one record.
-- Reads:      decision, kept_payload, staging.mark, audit.batch, audit.page, audit.rule, quarantine.record.
-- Writes:     quarantine.record.
-- Parameters: batch_id, source_id, feed.
-- Rerun:      counts one more sighting.
WITH reason AS (
    SELECT
        mark.page_no,
        mark.ordinal,
        string_agg(rule.reason_vi, ' ' ORDER BY rule.rule_id) AS reason
    FROM staging.mark
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    WHERE mark.batch_id = %(batch_id)s AND rule.disposition = 'quarantined'
    GROUP BY mark.page_no, mark.ordinal
),

-- Which record it is: one with a key by its content, wherever it is read again; one without by its place in the page.
refused AS (
    SELECT
        decision.record_hash,
        CASE WHEN decision.record_key IS NULL THEN page.page_hash || ':' || decision.ordinal ELSE '' END AS place,
        decision.page_no,
        decision.ordinal,
        decision.record_key,
        -- A clock that runs ahead tells no time.
        CASE WHEN decision.source_updated_at <= page.as_of THEN decision.source_updated_at END AS source_updated_at,
        page.page_hash,
        page.as_of,
        page.schema_version,
        reason.reason,
        kept_payload.payload
    FROM decision
    INNER JOIN reason ON decision.page_no = reason.page_no AND decision.ordinal = reason.ordinal
    INNER JOIN kept_payload ON decision.page_no = kept_payload.page_no AND decision.ordinal = kept_payload.ordinal
    INNER JOIN audit.page ON page.batch_id = %(batch_id)s AND decision.page_no = page.page_no
    WHERE decision.outcome = 'quarantined'
),

seen AS (
    SELECT DISTINCT ON (refused.record_hash, refused.place)
        refused.*,
        count(*) OVER same AS sightings,
        min(refused.as_of) OVER same AS first_seen_at,
        max(refused.as_of) OVER same AS last_seen_at
    FROM refused
    WINDOW same AS (PARTITION BY refused.record_hash, refused.place)
    ORDER BY refused.record_hash, refused.place, refused.page_no, refused.ordinal
),

written AS (
    INSERT INTO quarantine.record (
        source_id, feed, page_hash, ordinal, record_key, record_hash, batch_id, times_seen, first_seen_at, last_seen_at,
        source_updated_at, schema_version, reason, payload
    )
    SELECT
        %(source_id)s,
        %(feed)s,
        coalesce(known.page_hash, seen.page_hash),
        coalesce(known.ordinal, seen.ordinal),
        seen.record_key,
        seen.record_hash,
        %(batch_id)s,
        seen.sightings,
        seen.first_seen_at,
        seen.last_seen_at,
        seen.source_updated_at,
        seen.schema_version,
        seen.reason,
        seen.payload
    FROM seen
    INNER JOIN audit.batch ON batch.batch_id = %(batch_id)s
    -- What a person had replayed is open again if it is still bad. Looked up record by record: the planner does
    -- not know how many there are.
    LEFT JOIN LATERAL (
        SELECT record.page_hash, record.ordinal
        FROM quarantine.record
        WHERE
            record.source_id = %(source_id)s
            AND record.feed = %(feed)s
            AND record.record_hash = seen.record_hash
        ORDER BY record.batch_id DESC, record.page_hash, record.ordinal
        LIMIT 1
    ) AS known ON seen.place = '' AND batch.kind = 'read'
    ON CONFLICT (source_id, feed, page_hash, ordinal) DO UPDATE SET
        record_hash = excluded.record_hash,
        source_updated_at = excluded.source_updated_at,
        batch_id = excluded.batch_id,
        times_seen = record.times_seen + excluded.times_seen,
        first_seen_at = least(record.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(record.last_seen_at, excluded.last_seen_at)
)

SELECT count(*) AS quarantined FROM refused
