-- Purpose:    the ledger of the publish protocol: sources, positions, batches, pages, changes, touched cases, clock.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schema audit.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE audit.clock (
    is_only_row boolean PRIMARY KEY DEFAULT TRUE CHECK (is_only_row),
    as_of timestamptz NOT NULL
);
COMMENT ON TABLE audit.clock IS 'The fixed business clock, where one is set; moves forward only. No row: wall clock.';

CREATE TABLE audit.feed (
    feed text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE
);
COMMENT ON TABLE audit.feed IS 'Feeds that every source must have read to the end before a period is published; read in this order.';
INSERT INTO audit.feed (feed, ordinal) VALUES ('units', 1), ('procedures', 2), ('dossiers', 3);

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
    CONSTRAINT ledger_balances CHECK (
        status <> 'published'
        OR (
            publish_seq IS NOT NULL AND finished_at IS NOT NULL
            AND inserted IS NOT NULL AND updated IS NOT NULL AND unchanged IS NOT NULL
            AND stale IS NOT NULL AND quarantined IS NOT NULL
            AND repaired IS NOT NULL AND flagged IS NOT NULL
            AND received = inserted + updated + unchanged + stale + quarantined
        )
    ),
    CONSTRAINT held_has_reason CHECK (status <> 'held' OR held_reason IS NOT NULL)
);
COMMENT ON TABLE audit.batch IS 'The ledger: one row a batch of one source and feed; received = inserted + updated + unchanged + stale + quarantined.';
CREATE INDEX batch_by_feed ON audit.batch (source_id, feed, batch_id DESC);
CREATE INDEX batch_unsettled ON audit.batch (source_id, feed) WHERE status NOT IN ('published', 'rejected');

CREATE TABLE audit.page (
    batch_id bigint NOT NULL REFERENCES audit.batch,
    page_no integer NOT NULL,
    page_hash text NOT NULL,
    path text NOT NULL,
    records integer NOT NULL CHECK (records >= 0),
    bytes integer NOT NULL,
    as_of timestamptz NOT NULL,
    schema_version text NOT NULL,
    unknown_fields text[] NOT NULL,
    fetched_at timestamptz NOT NULL,
    PRIMARY KEY (batch_id, page_no)
);
COMMENT ON TABLE audit.page IS 'The manifest: one row a landed page file, with the hash and count that staging must reproduce.';

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

CREATE TABLE audit.change (
    publish_seq bigint PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('batch', 'rebuild')),
    batch_id bigint UNIQUE REFERENCES audit.batch,
    recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.change IS 'Every committed change of core, numbered in the order of commits.';

CREATE TABLE audit.touched (
    publish_seq bigint NOT NULL,
    case_id uuid NOT NULL,
    PRIMARY KEY (publish_seq, case_id)
);
COMMENT ON TABLE audit.touched IS 'Cases whose contribution may have changed with a change of core; append-only.';

CREATE TABLE audit.measure_state (
    is_only_row boolean PRIMARY KEY DEFAULT TRUE CHECK (is_only_row),
    applied_seq bigint NOT NULL,
    catalogue_digest text
);
COMMENT ON TABLE audit.measure_state IS 'The highest publish sequence whose touched cases are in the mart, and the indicator catalogue that its values follow.';
INSERT INTO audit.measure_state (applied_seq) VALUES (0);

CREATE TABLE audit.rule (
    rule_id text PRIMARY KEY,
    feed text NOT NULL REFERENCES audit.feed,
    disposition text NOT NULL CHECK (disposition IN ('repaired', 'flagged', 'quarantined')),
    severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high')),
    reason_vi text NOT NULL,
    reason_en text NOT NULL
);
COMMENT ON TABLE audit.rule IS 'The rule catalogue, loaded from include/sql/ingest/rules at the start of each ingest run.';

CREATE TABLE audit.objects_digest (
    is_only_row boolean PRIMARY KEY DEFAULT TRUE CHECK (is_only_row),
    digest text NOT NULL
);
COMMENT ON TABLE audit.objects_digest IS 'Which text of include/sql/objects was run last.';

CREATE TABLE audit.gate_limit (
    source_id text NOT NULL,
    feed text NOT NULL,
    min_records integer NOT NULL,
    max_quarantined_share numeric NOT NULL CHECK (max_quarantined_share BETWEEN 0 AND 1),
    PRIMARY KEY (source_id, feed)
);
COMMENT ON TABLE audit.gate_limit IS 'When a batch is held for a person; * stands for any source or feed, the more special row counts.';
INSERT INTO audit.gate_limit (source_id, feed, min_records, max_quarantined_share) VALUES ('*', '*', 20, 0.2);
