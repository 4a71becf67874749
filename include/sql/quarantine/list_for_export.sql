-- Purpose:    the open records as officials read them; nothing of what was kept of a record but its key.
-- Grain:      one record.
-- Reads:      quarantine.listing, audit.feed.
-- Writes:     nothing.
-- Parameters: source_id, feed, rule_id, unit_code, record_keys (array), as_of.
-- Rerun:      reads only.
SELECT
    coalesce(listing.unit_code, listing.agency_code) AS unit_code,
    listing.unit_name,
    listing.source_id,
    listing.feed,
    listing.record_key,
    listing.reason,
    array_to_string(listing.rule_ids, ', ') AS rule_ids,
    listing.first_seen_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS first_seen_at,
    listing.last_seen_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS last_seen_at,
    listing.times_seen,
    %(as_of)s::date - listing.first_seen_at::date AS age_days
FROM quarantine.listing
INNER JOIN audit.feed ON listing.feed = feed.feed
WHERE
    listing.status = 'open'
    AND %(source_id)s IN (listing.source_id, '')
    AND %(feed)s IN (listing.feed, '')
    AND (%(rule_id)s = '' OR %(rule_id)s = ANY(listing.rule_ids))
    AND (%(unit_code)s = '' OR %(unit_code)s IN (listing.unit_code, listing.agency_code))
    AND (cardinality(%(record_keys)s::text[]) = 0 OR listing.record_key = ANY(%(record_keys)s::text[]))
ORDER BY
    unit_code NULLS LAST,
    listing.source_id,
    feed.ordinal,
    listing.record_key NULLS LAST,
    listing.first_seen_at,
    listing.page_hash,
    listing.ordinal
