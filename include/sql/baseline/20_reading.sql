-- Purpose:    what reading keeps of itself: clock, sources, batches, pages, changes, rules.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE audit.clock (
    is_only_row boolean DEFAULT TRUE PRIMARY KEY CHECK (is_only_row),
    as_of timestamptz NOT NULL
);
COMMENT ON TABLE audit.clock IS 'The fixed business clock, where one is set; moves forward only. No row: wall clock.';

CREATE TABLE audit.feed (
    feed text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE
);
COMMENT ON TABLE audit.feed IS 'Feeds that every source must have read to the end before a period is published; read in this order.';
INSERT INTO audit.feed (feed, ordinal) VALUES
('units', 1), ('procedures', 2), ('dossiers', 3), ('events', 4), ('payments', 5), ('surveys', 6), ('feedback', 7),
('interlinked', 8);

CREATE TABLE audit.source (
    connection_name text PRIMARY KEY,
    source_id text UNIQUE,
    is_configured boolean NOT NULL,
    last_attempt_at timestamptz,
    last_success_at timestamptz,
    last_error text
);
COMMENT ON TABLE audit.source IS 'One row a configured connection, bound to the source_system that its pages name.';

CREATE TABLE audit.source_waiver (
    connection_name text NOT NULL REFERENCES audit.source,
    period_id text NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    waived_by_post text NOT NULL CHECK (waived_by_post <> ''),
    waived_at timestamptz NOT NULL,
    PRIMARY KEY (connection_name, period_id)
);
COMMENT ON TABLE audit.source_waiver IS 'A person lets a period be published without this source; its units are then unranked with the reason.';

CREATE TABLE audit.position (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    generation bigint NOT NULL,
    updated_since timestamptz,
    cursor text,
    high_water timestamptz,
    as_of timestamptz NOT NULL,
    PRIMARY KEY (source_id, feed),
    CONSTRAINT never_past_the_source CHECK (updated_since <= as_of AND high_water <= as_of)
);
COMMENT ON TABLE audit.position IS 'The fetched position of a feed: moves in the transaction that registers the manifest, by compare-and-swap on generation.';

CREATE TABLE audit.batch (
    batch_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    status text NOT NULL CHECK (status IN ('fetched', 'staged', 'held', 'passed', 'published', 'rejected')),
    publish_seq bigint UNIQUE,
    as_of timestamptz NOT NULL,
    ends_feed boolean NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    received integer NOT NULL CHECK (received >= 0),
    inserted integer,
    updated integer,
    unchanged integer,
    stale integer,
    quarantined integer,
    repaired integer,
    flagged integer,
    held_reason text,
    kind text NOT NULL DEFAULT 'read' CHECK (kind IN ('read', 'replay')),
    repeats integer NOT NULL DEFAULT 0 CHECK (repeats >= 0),
    CONSTRAINT held_has_reason CHECK (status <> 'held' OR held_reason IS NOT NULL),
    CONSTRAINT ledger_balances CHECK (
        status <> 'published'
        OR (
            finished_at IS NOT NULL
            AND inserted IS NOT NULL
            AND updated IS NOT NULL
            AND unchanged IS NOT NULL
            AND stale IS NOT NULL
            AND quarantined IS NOT NULL
            AND repaired IS NOT NULL
            AND flagged IS NOT NULL
            AND received = inserted + updated + unchanged + stale + quarantined
            AND (publish_seq IS NOT NULL OR inserted + updated = 0)
        )
    )
);
COMMENT ON TABLE audit.batch IS 'The ledger: one row a batch of one source and feed; received = inserted + updated + unchanged + stale + quarantined.';
COMMENT ON COLUMN audit.batch.as_of IS 'The source''s clock on its last page; of a batch that was read again, on the last page of the last of these readings.';
COMMENT ON COLUMN audit.batch.kind IS 'read: pages of the source; replay: quarantined records put through again on a person''s word.';
COMMENT ON COLUMN audit.batch.repeats IS 'How many later readings of the same day brought exactly these pages again; they have no batch of their own.';
CREATE INDEX batch_by_feed ON audit.batch (source_id, feed, batch_id DESC);
CREATE INDEX batch_unsettled ON audit.batch (source_id, feed) WHERE status NOT IN ('published', 'rejected');

CREATE TABLE audit.page (
    batch_id bigint NOT NULL REFERENCES audit.batch ON DELETE CASCADE,
    page_no integer NOT NULL,
    page_hash text NOT NULL,
    path text NOT NULL,
    records integer NOT NULL CHECK (records >= 0),
    bytes integer NOT NULL,
    as_of timestamptz NOT NULL,
    schema_version text NOT NULL,
    unknown_fields text[] NOT NULL,
    fetched_at timestamptz NOT NULL,
    field_counts jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (batch_id, page_no)
);
COMMENT ON TABLE audit.page IS 'The manifest: one row a landed page file, with the hash and count that staging must reproduce.';
COMMENT ON COLUMN audit.page.field_counts IS 'How many records of the page carry each field at their top level.';
-- Each removed row asks whether anything still refers to it.
CREATE INDEX page_by_path ON audit.page (path);

CREATE TABLE audit.undecodable_page (
    undecodable_page_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection_name text NOT NULL,
    feed text NOT NULL,
    fetched_at timestamptz NOT NULL,
    http_status integer NOT NULL,
    bytes integer NOT NULL,
    page_hash text NOT NULL,
    error_offset integer
);
COMMENT ON TABLE audit.undecodable_page IS 'Pages that were no JSON page: hash, length, status and place of the error, never the content.';

CREATE TABLE audit.feed_day (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    updated_on date NOT NULL,
    records integer NOT NULL,
    PRIMARY KEY (source_id, feed, updated_on)
);
COMMENT ON TABLE audit.feed_day IS 'How many records a feed inserted or updated, by the local day of their CapNhatLuc: the usual volume of a weekday.';

CREATE TABLE audit.held_record (
    source_id text NOT NULL,
    feed text NOT NULL REFERENCES audit.feed,
    record_hash bytea NOT NULL,
    batch_id bigint NOT NULL REFERENCES audit.batch ON DELETE CASCADE,
    PRIMARY KEY (source_id, feed, record_hash, batch_id)
);
COMMENT ON TABLE audit.held_record IS 'What was in a batch when it was held: the same content read again is not held again, and left out while the batch is held or rejected.';
-- Each removed row asks whether anything still refers to it.
CREATE INDEX held_record_by_batch ON audit.held_record (batch_id);

CREATE TABLE audit.batch_decision (
    batch_id bigint PRIMARY KEY REFERENCES audit.batch,
    decision text NOT NULL CHECK (decision IN ('release', 'reject')),
    reason text NOT NULL CHECK (reason <> ''),
    decided_by_post text NOT NULL CHECK (decided_by_post <> ''),
    decided_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.batch_decision IS 'Who let a held batch through or turned it away, and why.';

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

CREATE TABLE audit.rule (
    rule_id text PRIMARY KEY,
    feed text NOT NULL REFERENCES audit.feed,
    disposition text NOT NULL CHECK (disposition IN ('repaired', 'flagged', 'quarantined')),
    severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high')),
    reason_vi text NOT NULL,
    reason_en text NOT NULL
);
COMMENT ON TABLE audit.rule IS 'The rule catalogue, loaded from include/sql/ingest/rules at the start of each ingest run.';

-- One row a check, so that a source may differ in one limit and share the others.
CREATE TABLE audit.gate_limit (
    source_id text NOT NULL,
    feed text NOT NULL,
    min_records integer NOT NULL,
    max_value numeric,
    check_code text NOT NULL CHECK (
        check_code IN ('quarantined_share', 'unknown_unit_share', 'unknown_procedure_share', 'no_due_date_share',
        'unreadable_field_share', 'removed_fields', 'volume_fall')
    ),
    PRIMARY KEY (source_id, feed, check_code),
    CONSTRAINT not_negative CHECK (max_value >= 0)
);
COMMENT ON TABLE audit.gate_limit IS 'When a batch is held for a person, by check; * stands for any source or feed, the more special row counts.';
COMMENT ON COLUMN audit.gate_limit.min_records IS 'The check looks at batches of so many new records; volume_fall at days that usually have so many.';
COMMENT ON COLUMN audit.gate_limit.max_value IS 'What still passes: a share of the records (0 to 1), for removed_fields a number of fields. Null: not checked.';
INSERT INTO audit.gate_limit (source_id, feed, check_code, min_records, max_value) VALUES
('*', '*', 'quarantined_share', 20, 0.2),
('*', '*', 'unknown_unit_share', 20, 0.2),
('*', 'dossiers', 'unknown_procedure_share', 20, 0.2),
('*', 'dossiers', 'no_due_date_share', 20, 0.5),
('*', '*', 'unreadable_field_share', 20, 0.5),
('*', '*', 'removed_fields', 20, 0),
('*', '*', 'volume_fall', 20, 0.5);

CREATE TABLE audit.change (
    publish_seq bigint PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('batch', 'rebuild', 'calendar', 'catalogue', 'sheet')),
    batch_id bigint UNIQUE REFERENCES audit.batch,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.change IS 'Every committed change of core, numbered in the order of commits.';

CREATE TABLE audit.touched (
    publish_seq bigint NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (publish_seq, case_id)
);
COMMENT ON TABLE audit.touched IS 'Cases, and records that count on their own, whose contribution may have changed with a change of core; append-only.';

CREATE TABLE audit.catalogue_change (
    changed_table text NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (changed_table, transaction_id)
);
COMMENT ON TABLE audit.catalogue_change IS 'Transactions that changed a row of a table on which every figure depends: stored measures, successions of units, members of areas, kinds of periods. The next refresh takes the rows away and compares the contents with those that the figures were made by.';
COMMENT ON COLUMN audit.catalogue_change.changed_table IS 'The table that was written to; *: any, since triggers and views were made anew.';
COMMENT ON COLUMN audit.catalogue_change.transaction_id IS 'Number of the transaction, by the server.';
