-- Purpose:    remember how far the sources had been read whose facts are all in the figures.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: data_as_of, unread_feeds.
-- Rerun:      the same progress changes nothing.
UPDATE audit.measure_state SET data_as_of = %(data_as_of)s, unread_feeds = %(unread_feeds)s
WHERE
    measure_state.data_as_of IS DISTINCT FROM %(data_as_of)s
    OR measure_state.unread_feeds <> %(unread_feeds)s::text[]
