-- Purpose:    remember up to when the sources had been read whose facts are all in the figures.
-- Grain:      the one row of audit.measure_state.
-- Reads:      nothing.
-- Writes:     audit.measure_state.
-- Parameters: data_as_of.
-- Rerun:      the same moment changes nothing.
UPDATE audit.measure_state SET data_as_of = %(data_as_of)s
WHERE measure_state.data_as_of IS DISTINCT FROM %(data_as_of)s
