-- Purpose:    enter measures, and take out those that are gone.
-- Grain:      one measure.
-- Reads:      nothing.
-- Writes:     mart.measure.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM mart.measure
    USING jsonb_populate_recordset(NULL::mart.measure, %(gone)s::jsonb) AS gone_entry
    WHERE measure.measure = gone_entry.measure
)

INSERT INTO mart.measure (measure, kind, counts, condition, amount, parts, share, definition, source, feed)
SELECT
    entry.measure,
    entry.kind,
    entry.counts,
    entry.condition,
    entry.amount,
    entry.parts,
    entry.share,
    entry.definition,
    entry.source,
    entry.feed
FROM jsonb_populate_recordset(NULL::mart.measure, %(entries)s::jsonb) AS entry
ON CONFLICT (measure) DO UPDATE SET
    kind = excluded.kind,
    counts = excluded.counts,
    condition = excluded.condition,
    amount = excluded.amount,
    parts = excluded.parts,
    share = excluded.share,
    definition = excluded.definition,
    source = excluded.source,
    feed = excluded.feed
