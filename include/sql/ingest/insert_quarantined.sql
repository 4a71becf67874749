-- Purpose:    put the unusable records into quarantine with every reason, and count them; a page that was read before counts again.
-- Grain:      one record.
-- Reads:      decision, kept_payload, staging.mark, audit.page, audit.rule.
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

-- One page may stand twice in a batch: same hash, so the same record of quarantine, seen twice.
seen AS (
    SELECT
        page.page_hash,
        decision.ordinal,
        min(decision.record_key) AS record_key,
        min(reason.reason) AS reason,
        min(kept_payload.payload::text)::jsonb AS payload,
        count(*) AS sightings
    FROM decision
    INNER JOIN reason ON decision.page_no = reason.page_no AND decision.ordinal = reason.ordinal
    INNER JOIN kept_payload ON decision.page_no = kept_payload.page_no AND decision.ordinal = kept_payload.ordinal
    INNER JOIN audit.page ON page.batch_id = %(batch_id)s AND decision.page_no = page.page_no
    WHERE decision.outcome = 'quarantined'
    GROUP BY page.page_hash, decision.ordinal
),

written AS (
    INSERT INTO quarantine.record (
        source_id, feed, page_hash, ordinal, record_key, batch_id, times_seen, reason, payload
    )
    SELECT
        %(source_id)s,
        %(feed)s,
        seen.page_hash,
        seen.ordinal,
        seen.record_key,
        %(batch_id)s,
        seen.sightings,
        seen.reason,
        seen.payload
    FROM seen
    ON CONFLICT (source_id, feed, page_hash, ordinal) DO UPDATE SET
        times_seen = record.times_seen + excluded.times_seen,
        batch_id = excluded.batch_id
)

SELECT coalesce(sum(seen.sightings), 0) AS quarantined FROM seen
