-- Purpose:    what was sent to whom, what is wrong with the pipeline, what migrations created.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE audit.object_file (
    file text PRIMARY KEY,
    digest text NOT NULL,
    views text[] NOT NULL,
    functions text[] NOT NULL,
    triggers text[] NOT NULL
);
COMMENT ON TABLE audit.object_file IS 'What the latest migration created from files: views, functions and triggers. What is not listed here belongs to somebody else.';
COMMENT ON COLUMN audit.object_file.file IS 'The file below include/sql.';
COMMENT ON COLUMN audit.object_file.digest IS 'SHA-256 of its text when it was run.';
COMMENT ON COLUMN audit.object_file.views IS 'The views that it creates.';
COMMENT ON COLUMN audit.object_file.functions IS 'The functions that it creates.';
COMMENT ON COLUMN audit.object_file.triggers IS 'The triggers that it creates, each as schema.table.trigger.';

CREATE TABLE audit.delivery (
    delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind IN ('publication', 'alert_list', 'trouble_list')),
    subject_id bigint NOT NULL,
    channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
    address text NOT NULL,
    message_id text NOT NULL UNIQUE,
    status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'dead')),
    tries integer NOT NULL DEFAULT 0,
    queued_at timestamptz NOT NULL,
    next_try_at timestamptz NOT NULL,
    sent_at timestamptz,
    last_error text,
    CONSTRAINT once_for_each_recipient UNIQUE (subject_kind, subject_id, channel, address),
    CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
    CHECK (status <> 'dead' OR last_error IS NOT NULL)
);
COMMENT ON TABLE audit.delivery IS 'The outbox: what is to be delivered to whom by which channel, once, and what became of it.';
COMMENT ON COLUMN audit.delivery.subject_id IS 'Number of the publication, alert list or list of troubles.';
COMMENT ON COLUMN audit.delivery.message_id IS 'Follows from subject, channel and address: a try that is repeated is recognised.';
COMMENT ON COLUMN audit.delivery.next_try_at IS 'Not before this moment of the machine''s clock.';
COMMENT ON COLUMN audit.delivery.last_error IS 'Why the last try failed; of a dead one why there is none any more.';
CREATE INDEX delivery_waiting ON audit.delivery (channel, next_try_at) WHERE status = 'waiting';

CREATE TABLE audit.trouble (
    trouble_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);
COMMENT ON TABLE audit.trouble IS 'Each trouble from the moment at which it was seen first until it was gone; audit.troubles tells what there is now.';
COMMENT ON COLUMN audit.trouble.kind IS 'What kind: stale_source, held_batch, ...';
COMMENT ON COLUMN audit.trouble.subject IS 'What it is about; with the kind it tells one trouble from another.';
COMMENT ON COLUMN audit.trouble.opened_at IS 'Business clock when it was seen first.';
COMMENT ON COLUMN audit.trouble.closed_at IS 'Business clock when it was gone.';
CREATE UNIQUE INDEX one_open_trouble ON audit.trouble (kind, subject) WHERE closed_at IS NULL;

CREATE TABLE audit.trouble_list (
    list_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    as_of timestamptz NOT NULL
);
COMMENT ON TABLE audit.trouble_list IS 'What changed at one look: troubles that are new, troubles that are gone; to be delivered once.';

CREATE TABLE audit.trouble_list_item (
    list_id bigint NOT NULL REFERENCES audit.trouble_list ON DELETE CASCADE,
    trouble_id bigint NOT NULL REFERENCES audit.trouble,
    is_gone boolean NOT NULL,
    detail text NOT NULL,
    advice text NOT NULL,
    PRIMARY KEY (list_id, trouble_id, is_gone)
);
COMMENT ON TABLE audit.trouble_list_item IS 'One trouble of a list, with what it was and what to do.';
-- Each removed row asks whether anything still refers to it.
CREATE INDEX trouble_list_item_by_trouble ON audit.trouble_list_item (trouble_id);
