-- Purpose:    note that a whole reading of a feed brought the pages of its latest batch again and nothing else: the batch was
--             read to the new moment, and there is nothing to publish.
-- Grain:      one batch, or none.
-- Reads:      audit.batch, audit.page.
-- Writes:     audit.batch.
-- Parameters: source_id, feed, as_of, pages (JSON: hash, version and unknown fields of each page, in order).
-- Rerun:      only in the transaction that moves the position, so once a reading.
-- What was quarantined is judged again each time: with a unit or procedure that came to be known it may be good. The first
-- reading after a midnight has a batch of its own, by which the gate judges the day before.
UPDATE audit.batch SET as_of = %(as_of)s, repeats = batch.repeats + 1
WHERE
    batch.batch_id = (
        SELECT max(latest.batch_id)
        FROM audit.batch AS latest
        WHERE latest.source_id = %(source_id)s AND latest.feed = %(feed)s
    )
    AND batch.kind = 'read'
    AND batch.status = 'published'
    AND batch.ends_feed
    AND batch.quarantined = 0
    AND batch.as_of <= %(as_of)s
    AND batch.as_of::date = %(as_of)s::timestamptz::date
    AND %(pages)s::jsonb = (
        SELECT
            jsonb_agg(
                jsonb_build_array(page.page_hash, page.schema_version, to_jsonb(page.unknown_fields)) ORDER BY page.page_no
            )
        FROM audit.page
        WHERE page.batch_id = batch.batch_id
    )
