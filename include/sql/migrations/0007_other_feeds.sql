-- Purpose:    the other feeds: events, payments, survey answers, feedback, interlinked requests.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     audit.feed; schemas staging and core.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

INSERT INTO audit.feed (feed, ordinal) VALUES
('events', 4), ('payments', 5), ('surveys', 6), ('feedback', 7), ('interlinked', 8);

CREATE UNLOGGED TABLE staging.event (
    event_key text,
    dossier_code text,
    happened_at timestamptz,
    status smallint,
    holding_code text,
    department text,
    step_started_at timestamptz,
    step_due_at timestamptz
) INHERITS (staging.record);
CREATE INDEX staged_event ON staging.event (batch_id);

CREATE TABLE core.event (
    source_id text NOT NULL,
    record_key text NOT NULL,
    dossier_code text NOT NULL,
    happened_at timestamptz NOT NULL,
    status smallint NOT NULL,
    holding_unit_id integer,
    department text,
    step_started_at timestamptz,
    step_due_at timestamptz,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.event IS 'What happened to a dossier, step by step: its history.';
CREATE INDEX event_by_dossier ON core.event (source_id, dossier_code);

CREATE UNLOGGED TABLE staging.payment (
    request_code text,
    dossier_code text,
    unit_code text,
    procedure_code text,
    amount_vnd bigint,
    collect_rule text,
    method text,
    status text,
    requested_at timestamptz,
    paid_at timestamptz,
    refunded_at timestamptz,
    refund_vnd bigint,
    fees jsonb,
    attempts jsonb
) INHERITS (staging.record);
CREATE INDEX staged_payment ON staging.payment (batch_id);

CREATE TABLE core.payment (
    source_id text NOT NULL,
    record_key text NOT NULL,
    request_code text,
    dossier_code text,
    unit_id integer NOT NULL,
    procedure_code text,
    amount_vnd bigint NOT NULL,
    collect_rule text,
    method text,
    status text NOT NULL,
    requested_at timestamptz,
    paid_at timestamptz,
    refunded_at timestamptz,
    refund_vnd bigint,
    fees jsonb,
    attempts jsonb,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.payment IS 'What was asked for, in VND, with the attempts to pay it.';
CREATE INDEX payment_by_dossier ON core.payment (source_id, dossier_code);

CREATE UNLOGGED TABLE staging.survey (
    form_code text,
    criterion text,
    dossier_code text,
    unit_code text,
    sector_code text,
    role text,
    channel text,
    is_valid boolean,
    scale text,
    level text,
    rated_at timestamptz
) INHERITS (staging.record);
CREATE INDEX staged_survey ON staging.survey (batch_id);

CREATE TABLE core.survey (
    source_id text NOT NULL,
    record_key text NOT NULL,
    form_code text,
    criterion text NOT NULL,
    dossier_code text,
    unit_id integer NOT NULL,
    sector_code text,
    role text,
    channel text,
    is_valid boolean,
    scale text,
    level text,
    rated_at timestamptz NOT NULL,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.survey IS 'One answer to one criterion of a satisfaction form, on the scale that it was given on.';
CREATE INDEX survey_by_dossier ON core.survey (source_id, dossier_code);

CREATE UNLOGGED TABLE staging.feedback (
    feedback_code text,
    unit_code text,
    dossier_code text,
    kind text,
    status_raw text,
    received_at timestamptz,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    likes integer,
    dislikes integer
) INHERITS (staging.record);
CREATE INDEX staged_feedback ON staging.feedback (batch_id);

CREATE TABLE core.feedback (
    source_id text NOT NULL,
    record_key text NOT NULL,
    feedback_code text,
    unit_id integer NOT NULL,
    dossier_code text,
    kind text,
    status_raw text,
    received_at timestamptz NOT NULL,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    likes integer,
    dislikes integer,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.feedback IS 'Feedback and recommendations (phản ánh, kiến nghị), with their clocks.';
CREATE INDEX feedback_by_dossier ON core.feedback (source_id, dossier_code);

CREATE UNLOGGED TABLE staging.interlinked (
    request_code text,
    dossier_code text,
    interlinked_group text,
    unit_code text,
    received_at timestamptz,
    due_at timestamptz,
    partner_status smallint,
    justice_status smallint,
    ended_at timestamptz,
    steps jsonb
) INHERITS (staging.record);
CREATE INDEX staged_interlinked ON staging.interlinked (batch_id);

CREATE TABLE core.interlinked (
    source_id text NOT NULL,
    record_key text NOT NULL,
    request_code text,
    dossier_code text,
    interlinked_group text NOT NULL,
    unit_id integer NOT NULL,
    received_at timestamptz,
    due_at timestamptz,
    partner_status smallint,
    justice_status smallint,
    ended_at timestamptz,
    steps jsonb,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.interlinked IS 'Requests for an interlinked birth or death in the separate national system.';
CREATE INDEX interlinked_by_dossier ON core.interlinked (source_id, dossier_code);

GRANT MAINTAIN ON staging.event, staging.payment, staging.survey, staging.feedback, staging.interlinked
TO onestop_pipeline;
