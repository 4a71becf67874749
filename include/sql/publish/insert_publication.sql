-- Purpose:    open version 1, preliminary, of a pending publication.
-- Grain:      one publication.
-- Reads:      audit.pending_publication, audit.measure_state, audit.feed_progress, audit.source_waiver.
-- Writes:     mart.publication.
-- Parameters: kind, area_id, period_id, scheme_code, published_at.
-- Rerun:      writes no row: it is no longer pending.
INSERT INTO mart.publication (
    kind, area_id, period_id, scheme_code, scheme_version, version, status, data_as_of, publish_seq, reason,
    published_at
)
SELECT
    pending.kind,
    pending.area_id,
    pending.period_id,
    pending.scheme_code,
    pending.scheme_version,
    1,
    'preliminary',
    progress.data_as_of,
    measure_state.applied_seq,
    'first publication of the closed period',
    %(published_at)s
FROM audit.pending_publication AS pending
CROSS JOIN audit.measure_state
-- Waived sources do not hold back what the others have been read to; where all are waived, what was read counts.
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            min(feed_progress.read_to_end_as_of) FILTER (WHERE source_waiver.period_id IS NULL),
            min(feed_progress.read_to_end_as_of)
        ) AS data_as_of
    FROM audit.feed_progress
    LEFT JOIN audit.source_waiver
        ON
            feed_progress.connection_name = source_waiver.connection_name
            AND pending.period_id = source_waiver.period_id
    WHERE feed_progress.is_configured
) AS progress
WHERE
    pending.kind = %(kind)s
    AND pending.area_id = %(area_id)s
    AND pending.period_id = %(period_id)s
    AND pending.scheme_code = %(scheme_code)s
    AND progress.data_as_of IS NOT NULL
RETURNING publication_id
