-- Purpose:    read windows of the past again: sources edit records without a new CapNhatLuc, and commit late.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schema audit.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE audit.reread_window (
    window_days integer PRIMARY KEY CHECK (window_days > 0),
    every_days integer NOT NULL CHECK (every_days > 0)
);
COMMENT ON TABLE audit.reread_window IS 'How far back feeds are read again, and how often, in days of the source''s clock; an office changes the rows.';
INSERT INTO audit.reread_window (window_days, every_days) VALUES (35, 7), (400, 30);

CREATE TABLE audit.reread (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    window_days integer NOT NULL REFERENCES audit.reread_window ON DELETE CASCADE,
    begun_as_of timestamptz NOT NULL,
    PRIMARY KEY (source_id, feed, window_days)
);
COMMENT ON TABLE audit.reread IS 'At which as_of of the source a window of a feed was last begun to be read again; a first load counts for every window.';
