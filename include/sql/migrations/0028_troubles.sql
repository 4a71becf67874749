-- Purpose:    troubles of the pipeline as they were told to those who run it.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     audit.trouble, audit.trouble_list, audit.trouble_list_item.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE audit.trouble (
    trouble_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    subject text NOT NULL,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz
);
COMMENT ON TABLE audit.trouble IS 'Each trouble from the moment at which it was seen first until it was gone; audit.trouble_now has what there is now.';
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
    list_id bigint NOT NULL REFERENCES audit.trouble_list,
    trouble_id bigint NOT NULL REFERENCES audit.trouble,
    is_gone boolean NOT NULL,
    detail text NOT NULL,
    advice text NOT NULL,
    PRIMARY KEY (list_id, trouble_id, is_gone)
);
COMMENT ON TABLE audit.trouble_list_item IS 'One trouble of a list, with what it was and what to do.';
