-- Purpose:    records that could not be used, and what was decided of them.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE quarantine.record (
    source_id text NOT NULL,
    feed text NOT NULL,
    page_hash text NOT NULL,
    ordinal integer NOT NULL,
    record_key text,
    batch_id bigint NOT NULL REFERENCES audit.batch,
    times_seen integer NOT NULL DEFAULT 1,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'superseded', 'replayed', 'dismissed')),
    reason text NOT NULL,
    payload json NOT NULL,
    record_hash bytea,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    schema_version text NOT NULL,
    source_updated_at timestamptz,
    PRIMARY KEY (source_id, feed, page_hash, ordinal)
);
COMMENT ON TABLE quarantine.record IS 'Records that could not be used: what was kept of them after the allow-list, and why.';
COMMENT ON COLUMN quarantine.record.payload IS 'What was kept of the record, letter by letter as it was landed, so that it can be put through again.';
COMMENT ON COLUMN quarantine.record.record_hash IS 'SHA-256 of what was kept; the same content read again is the same record. Null for records from before this column.';
COMMENT ON COLUMN quarantine.record.first_seen_at IS 'as_of of the first page that held it; a replay keeps it, so that the order of versions stays right.';
COMMENT ON COLUMN quarantine.record.source_updated_at IS 'CapNhatLuc as read; null if it could not be read or lies beyond its page''s as_of, and of records from before this column.';
CREATE INDEX quarantine_by_key ON quarantine.record (source_id, feed, record_key) WHERE status = 'open';
CREATE INDEX quarantine_by_content ON quarantine.record (source_id, feed, record_hash);
-- Each removed row asks whether anything still refers to it.
CREATE INDEX quarantine_by_batch ON quarantine.record (batch_id);

CREATE TABLE quarantine.broken_rule (
    source_id text NOT NULL,
    feed text NOT NULL,
    page_hash text NOT NULL,
    ordinal integer NOT NULL,
    rule_id text NOT NULL REFERENCES audit.rule,
    PRIMARY KEY (source_id, feed, page_hash, ordinal, rule_id),
    FOREIGN KEY (source_id, feed, page_hash, ordinal) REFERENCES quarantine.record ON DELETE CASCADE
);
COMMENT ON TABLE quarantine.broken_rule IS 'The rules that a quarantined record broke.';

CREATE TABLE quarantine.decision (
    source_id text NOT NULL,
    feed text NOT NULL,
    page_hash text NOT NULL,
    ordinal integer NOT NULL,
    decision text NOT NULL CHECK (decision IN ('replayed', 'dismissed')),
    reason text NOT NULL CHECK (reason <> ''),
    decided_by_post text NOT NULL CHECK (decided_by_post <> ''),
    decided_at timestamptz NOT NULL,
    batch_id bigint REFERENCES audit.batch,
    PRIMARY KEY (source_id, feed, page_hash, ordinal),
    FOREIGN KEY (source_id, feed, page_hash, ordinal) REFERENCES quarantine.record
);
COMMENT ON TABLE quarantine.decision IS 'Who had a quarantined record put through again (in which batch) or set aside, and why.';
-- Each removed row asks whether anything still refers to it.
CREATE INDEX decision_by_batch ON quarantine.decision (batch_id);

CREATE TABLE quarantine.override (
    file_hash text NOT NULL,
    line_no integer NOT NULL,
    source_id text NOT NULL,
    feed text NOT NULL,
    page_hash text NOT NULL,
    ordinal integer NOT NULL,
    record_key text NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    decided_by_post text NOT NULL CHECK (decided_by_post <> ''),
    loaded_at timestamptz NOT NULL,
    PRIMARY KEY (file_hash, line_no, page_hash, ordinal),
    FOREIGN KEY (source_id, feed, page_hash, ordinal) REFERENCES quarantine.record
);
COMMENT ON TABLE quarantine.override IS 'Corrections of single fields of quarantined records, by the file (SHA-256) and line that told them; applied when the record is put through again.';
CREATE INDEX override_by_record ON quarantine.override (source_id, feed, page_hash, ordinal);
