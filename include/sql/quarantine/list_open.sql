-- Purpose:    the open records that a person chose, with what was kept of them.
-- Grain:      one record.
-- Reads:      quarantine.listing, quarantine.record, audit.feed.
-- Writes:     nothing; locks the records, so that two replays do not take the same ones.
-- Parameters: source_id, feed, rule_id, unit_code, record_keys (array).
-- Rerun:      waits for the transaction that has them. An empty parameter leaves the choice open.
SELECT
    listing.source_id,
    listing.feed,
    listing.page_hash,
    listing.ordinal,
    listing.record_key,
    listing.first_seen_at,
    record.schema_version,
    record.payload::text AS payload
FROM quarantine.record
INNER JOIN quarantine.listing
    ON
        record.source_id = listing.source_id
        AND record.feed = listing.feed
        AND record.page_hash = listing.page_hash
        AND record.ordinal = listing.ordinal
INNER JOIN audit.feed ON record.feed = feed.feed
WHERE
    record.status = 'open'
    AND %(source_id)s IN (record.source_id, '')
    AND %(feed)s IN (record.feed, '')
    AND (%(rule_id)s = '' OR %(rule_id)s = ANY(listing.rule_ids))
    AND (%(unit_code)s = '' OR %(unit_code)s IN (listing.unit_code, listing.agency_code))
    AND (cardinality(%(record_keys)s::text[]) = 0 OR record.record_key = ANY(%(record_keys)s::text[]))
ORDER BY
    listing.source_id, feed.ordinal, listing.first_seen_at, listing.record_key, listing.page_hash, listing.ordinal
FOR UPDATE OF record
