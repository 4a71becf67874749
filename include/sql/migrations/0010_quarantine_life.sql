-- Purpose:    what the gate measures, who decided on held batches, and the life of quarantined records.
-- Grain:      see the comment of each table.
-- Reads:      audit.page, audit.batch.
-- Writes:     schemas audit and quarantine.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE audit.batch ADD COLUMN kind text NOT NULL DEFAULT 'read' CHECK (kind IN ('read', 'replay'));
COMMENT ON COLUMN audit.batch.kind IS 'read: pages of the source; replay: quarantined records put through again on a person''s word.';

ALTER TABLE audit.page ADD COLUMN field_counts jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN audit.page.field_counts IS 'How many records of the page carry each field at their top level.';

-- One row a check, so that a source may differ in one limit and share the others.
ALTER TABLE audit.gate_limit RENAME COLUMN max_quarantined_share TO max_value;
ALTER TABLE audit.gate_limit ALTER COLUMN max_value DROP NOT NULL;
ALTER TABLE audit.gate_limit DROP CONSTRAINT gate_limit_max_quarantined_share_check;
ALTER TABLE audit.gate_limit ADD CONSTRAINT not_negative CHECK (max_value >= 0);
ALTER TABLE audit.gate_limit ADD COLUMN check_code text NOT NULL DEFAULT 'quarantined_share' CHECK (
    check_code IN (
        'quarantined_share', 'unknown_unit_share', 'unknown_procedure_share', 'no_due_date_share',
        'unreadable_field_share', 'removed_fields', 'volume_fall'
    )
);
ALTER TABLE audit.gate_limit ALTER COLUMN check_code DROP DEFAULT;
ALTER TABLE audit.gate_limit DROP CONSTRAINT gate_limit_pkey;
ALTER TABLE audit.gate_limit ADD PRIMARY KEY (source_id, feed, check_code);
COMMENT ON TABLE audit.gate_limit IS 'When a batch is held for a person, by check; * stands for any source or feed, the more special row counts.';
COMMENT ON COLUMN audit.gate_limit.min_records IS 'The check looks at batches of so many new records; volume_fall at days that usually have so many.';
COMMENT ON COLUMN audit.gate_limit.max_value IS 'What still passes: a share of the records (0 to 1), for removed_fields a number of fields. Null: not checked.';
INSERT INTO audit.gate_limit (source_id, feed, check_code, min_records, max_value) VALUES
('*', '*', 'unknown_unit_share', 20, 0.2),
('*', 'dossiers', 'unknown_procedure_share', 20, 0.2),
('*', 'dossiers', 'no_due_date_share', 20, 0.5),
('*', '*', 'unreadable_field_share', 20, 0.5),
('*', '*', 'removed_fields', 20, 0),
('*', '*', 'volume_fall', 20, 0.5);

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
    batch_id bigint NOT NULL REFERENCES audit.batch,
    PRIMARY KEY (source_id, feed, record_hash, batch_id)
);
COMMENT ON TABLE audit.held_record IS 'What was in a batch when it was held: the same content read again is not held again, and left out while the batch is held or rejected.';

CREATE TABLE audit.batch_decision (
    batch_id bigint PRIMARY KEY REFERENCES audit.batch,
    decision text NOT NULL CHECK (decision IN ('release', 'reject')),
    reason text NOT NULL CHECK (reason <> ''),
    decided_by_post text NOT NULL CHECK (decided_by_post <> ''),
    decided_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.batch_decision IS 'Who let a held batch through or turned it away, and why.';

ALTER TABLE quarantine.record ALTER COLUMN payload TYPE json USING payload::text::json;
COMMENT ON COLUMN quarantine.record.payload IS 'What was kept of the record, letter by letter as it was landed, so that it can be put through again.';
ALTER TABLE quarantine.record ADD COLUMN record_hash bytea;
COMMENT ON COLUMN quarantine.record.record_hash IS 'SHA-256 of what was kept; the same content read again is the same record. Null for records from before this column.';
ALTER TABLE quarantine.record ADD COLUMN first_seen_at timestamptz;
ALTER TABLE quarantine.record ADD COLUMN last_seen_at timestamptz;
ALTER TABLE quarantine.record ADD COLUMN schema_version text;
UPDATE quarantine.record SET
    first_seen_at = seen.first_seen_at,
    last_seen_at = seen.last_seen_at,
    schema_version = seen.schema_version
FROM (
    SELECT
        batch.source_id,
        batch.feed,
        page.page_hash,
        min(page.as_of) AS first_seen_at,
        max(page.as_of) AS last_seen_at,
        min(page.schema_version) AS schema_version
    FROM audit.page
    INNER JOIN audit.batch ON page.batch_id = batch.batch_id
    GROUP BY batch.source_id, batch.feed, page.page_hash
) AS seen
WHERE record.source_id = seen.source_id AND record.feed = seen.feed AND record.page_hash = seen.page_hash;
ALTER TABLE quarantine.record ALTER COLUMN first_seen_at SET NOT NULL;
ALTER TABLE quarantine.record ALTER COLUMN last_seen_at SET NOT NULL;
ALTER TABLE quarantine.record ALTER COLUMN schema_version SET NOT NULL;
COMMENT ON COLUMN quarantine.record.first_seen_at IS 'as_of of the first page that held it; a replay keeps it, so that the order of versions stays right.';
CREATE INDEX quarantine_by_content ON quarantine.record (source_id, feed, record_hash);

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
