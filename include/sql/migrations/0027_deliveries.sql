-- Purpose:    who wants what by which channel, and what was delivered to whom.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.recipient, audit.delivery, audit.sheet.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE core.recipient (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    scope_kind text NOT NULL CHECK (scope_kind IN ('unit', 'area')),
    scope_code text NOT NULL,
    scope_id integer NOT NULL,
    channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
    address text NOT NULL CHECK (address <> ''),
    wants text NOT NULL CHECK (wants IN ('rankings', 'alerts', 'operations')),
    is_active boolean NOT NULL,
    PRIMARY KEY (sheet_id, row_no),
    UNIQUE (sheet_id, scope_kind, scope_code, channel, address, wants)
);
COMMENT ON TABLE core.recipient IS 'Recipients (nơi nhận), every version of every sheet; core.valid_recipient has those that count.';
COMMENT ON COLUMN core.recipient.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.recipient.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.recipient.scope_kind IS 'For a unit, or for an area.';
COMMENT ON COLUMN core.recipient.scope_code IS 'Code of the unit or area.';
COMMENT ON COLUMN core.recipient.scope_id IS 'Its id.';
COMMENT ON COLUMN core.recipient.channel IS 'mail or webhook.';
COMMENT ON COLUMN core.recipient.address IS 'Mail box of an office, never of a person; of a webhook the name of its connection, whose address and secret are in the environment.';
COMMENT ON COLUMN core.recipient.wants IS 'rankings: publications of the area; alerts: the lists of a unit, the digest of an area; operations: troubles of the pipeline.';
COMMENT ON COLUMN core.recipient.is_active IS 'False: receives nothing any more.';

ALTER TABLE audit.sheet DROP CONSTRAINT sheet_kind_check;
ALTER TABLE audit.sheet ADD CONSTRAINT sheet_kind_check CHECK (
    kind IN (
        'targets', 'manual_figures', 'portal_figures', 'objections', 'objection_decisions', 'form_confirmations',
        'form_signatures', 'recipients'
    )
);
COMMENT ON COLUMN audit.sheet.kind IS 'The folder it lay in: targets, manual_figures, portal_figures, objections, objection_decisions, form_confirmations, form_signatures, recipients.';

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
