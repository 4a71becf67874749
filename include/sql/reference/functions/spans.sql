-- Purpose:    spans of days from what sources send.
-- Grain:      one span.
-- Reads:      nothing.
-- Writes:     function core.span_of.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

-- What ends before it begins is in quarantine, but the planner may look at spans before it looks at decisions, and
-- daterange() stops the whole batch then.
CREATE OR REPLACE FUNCTION core.span_of(first_day date, last_day date) RETURNS daterange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN last_day < first_day THEN NULL ELSE daterange(first_day, last_day, '[]') END
$$;
COMMENT ON FUNCTION core.span_of IS 'The days from first to last, inclusive, null for open ends; null for what ends before it begins.';
