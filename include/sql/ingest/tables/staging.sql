-- Purpose:    typed rows of the batches under way, as they were read and with what resolving found; the rules that they broke.
-- Grain:      one row a record of a landed page: (batch_id, page_no, ordinal).
-- Reads:      nothing.
-- Writes:     staging.record, staging.resolved_record, for each feed staging.<record> and staging.resolved_<record>,
--             staging.mark; unlogged, so a crash may empty them: publish checks them against the manifest.
-- Parameters: none.
-- Rerun:      created again when this text changes: a batch under way is staged again from its landed pages.
-- Generated from the declarations of the feeds by `make sql`.

DROP TABLE IF EXISTS staging.record, staging.resolved_record, staging.mark CASCADE;

-- A batch is planned by its own size: the pipeline analyses what it has just copied (GRANT MAINTAIN). A small sample tells how
-- large it is, and that keys differ (SET STATISTICS).
-- What every feed has in common; its rows are those of the tables below, and a batch is of one feed.
CREATE UNLOGGED TABLE staging.record (
    batch_id bigint NOT NULL,
    page_no integer NOT NULL,
    ordinal integer NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    record_key text,
    source_updated_at timestamptz,
    is_deleted boolean NOT NULL,
    unreadable text[] NOT NULL,
    noticed text[] NOT NULL DEFAULT '{}',
    dossier_code text
);
COMMENT ON TABLE staging.record IS 'The staged records of every feed by what decides between versions.';
COMMENT ON COLUMN staging.record.noticed IS 'Kinds of repair and doubt that reading noticed, named as the rules that tell of them.';

CREATE UNLOGGED TABLE staging.resolved_record (
    LIKE staging.record INCLUDING DEFAULTS
);
COMMENT ON TABLE staging.resolved_record IS 'The staged records of every feed, with their units and states found in the tables below.';

CREATE UNLOGGED TABLE staging.unit (
    agency_code text,
    gso_code text,
    name text,
    name_sort text,
    kind text,
    parent_code text,
    valid_from date,
    valid_to date
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_unit (
    agency_code text,
    gso_code text,
    name text,
    name_sort text,
    kind text,
    parent_code text,
    valid_from date,
    valid_to date,
    listed_lives bigint,
    is_name_not_listed boolean
) INHERITS (staging.resolved_record);
CREATE INDEX staged_unit ON staging.unit (batch_id);
CREATE INDEX resolved_unit_by_batch ON staging.resolved_unit (batch_id);
ALTER TABLE staging.unit
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_unit
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.unit, staging.resolved_unit TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.procedure (
    procedure_code text,
    procedure_code_raw text,
    name text,
    sector_code text,
    sector_name text,
    executing_levels text,
    online_level smallint,
    statutory_limit numeric,
    promised_limit numeric,
    limit_unit text,
    has_fee boolean,
    has_online_payment boolean,
    has_result boolean,
    interlinked_group text,
    valid_from date,
    valid_to date
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_procedure (
    procedure_code text,
    procedure_code_raw text,
    name text,
    sector_code text,
    sector_name text,
    executing_levels text,
    online_level smallint,
    statutory_limit numeric,
    promised_limit numeric,
    limit_unit text,
    has_fee boolean,
    has_online_payment boolean,
    has_result boolean,
    interlinked_group text,
    valid_from date,
    valid_to date
) INHERITS (staging.resolved_record);
CREATE INDEX staged_procedure ON staging.procedure (batch_id);
CREATE INDEX resolved_procedure_by_batch ON staging.resolved_procedure (batch_id);
ALTER TABLE staging.procedure
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_procedure
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.procedure, staging.resolved_procedure TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.dossier (
    other_code text,
    procedure_code text,
    procedure_code_raw text,
    sector_code text,
    receiving_code text,
    responsible_code text,
    holding_code text,
    step text,
    holding_since timestamptz,
    delay_cause text,
    channel smallint,
    status_raw text,
    submitted_at timestamptz,
    received_at timestamptz,
    acknowledged_at timestamptz,
    competent_got_at timestamptz,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    refused_at timestamptz,
    return_method smallint,
    has_digitized_component boolean,
    is_vneid_verified boolean,
    online_payment_code smallint,
    has_e_certified_copy boolean,
    supplements jsonb,
    extensions jsonb,
    component_count smallint,
    digitized_count smallint,
    is_reused boolean,
    is_from_national_store boolean,
    is_population_linked boolean,
    has_result_file boolean,
    has_electronic_result boolean,
    is_free boolean,
    is_test boolean,
    has_dummy_identity boolean,
    has_truncated_text boolean,
    has_copied_result boolean
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_dossier (
    other_code text,
    procedure_code text,
    procedure_code_raw text,
    sector_code text,
    receiving_code text,
    responsible_code text,
    holding_code text,
    step text,
    holding_since timestamptz,
    delay_cause text,
    channel smallint,
    status_raw text,
    submitted_at timestamptz,
    received_at timestamptz,
    acknowledged_at timestamptz,
    competent_got_at timestamptz,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    refused_at timestamptz,
    return_method smallint,
    has_digitized_component boolean,
    is_vneid_verified boolean,
    online_payment_code smallint,
    has_e_certified_copy boolean,
    supplements jsonb,
    extensions jsonb,
    component_count smallint,
    digitized_count smallint,
    is_reused boolean,
    is_from_national_store boolean,
    is_population_linked boolean,
    has_result_file boolean,
    has_electronic_result boolean,
    is_free boolean,
    is_test boolean,
    has_dummy_identity boolean,
    has_truncated_text boolean,
    has_copied_result boolean,
    source_id text,
    status smallint,
    is_reception_missing boolean,
    is_national_copy boolean,
    decided_on date,
    code_prefix text,
    counted_received_at timestamptz,
    ended_at timestamptz,
    receiving_unit_id integer,
    receiving_scheme text,
    is_unit_ended boolean,
    is_unit_from_code boolean,
    is_outside boolean,
    responsible_unit_id integer,
    holding_unit_id integer,
    procedure_forms text[],
    procedure_last_day date
) INHERITS (staging.resolved_record);
CREATE INDEX staged_dossier ON staging.dossier (batch_id);
CREATE INDEX resolved_dossier_by_batch ON staging.resolved_dossier (batch_id);
ALTER TABLE staging.dossier
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_dossier
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.dossier, staging.resolved_dossier TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.event (
    event_key text,
    happened_at timestamptz,
    status_raw text,
    holding_code text,
    department text,
    step_started_at timestamptz,
    step_due_at timestamptz
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_event (
    event_key text,
    happened_at timestamptz,
    status_raw text,
    holding_code text,
    department text,
    step_started_at timestamptz,
    step_due_at timestamptz,
    status smallint,
    decided_on date,
    holding_unit_id integer
) INHERITS (staging.resolved_record);
CREATE INDEX staged_event ON staging.event (batch_id);
CREATE INDEX resolved_event_by_batch ON staging.resolved_event (batch_id);
ALTER TABLE staging.event
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_event
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.event, staging.resolved_event TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.payment (
    request_code text,
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
CREATE UNLOGGED TABLE staging.resolved_payment (
    request_code text,
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
    attempts jsonb,
    decided_on date,
    unit_id integer
) INHERITS (staging.resolved_record);
CREATE INDEX staged_payment ON staging.payment (batch_id);
CREATE INDEX resolved_payment_by_batch ON staging.resolved_payment (batch_id);
ALTER TABLE staging.payment
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_payment
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.payment, staging.resolved_payment TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.survey (
    form_code text,
    criterion text,
    unit_code text,
    sector_code text,
    role text,
    channel text,
    is_valid boolean,
    scale text,
    level text,
    rated_at timestamptz
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_survey (
    form_code text,
    criterion text,
    unit_code text,
    sector_code text,
    role text,
    channel text,
    is_valid boolean,
    scale text,
    level text,
    rated_at timestamptz,
    decided_on date,
    unit_id integer
) INHERITS (staging.resolved_record);
CREATE INDEX staged_survey ON staging.survey (batch_id);
CREATE INDEX resolved_survey_by_batch ON staging.resolved_survey (batch_id);
ALTER TABLE staging.survey
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_survey
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.survey, staging.resolved_survey TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.feedback (
    feedback_code text,
    unit_code text,
    kind text,
    status_raw text,
    received_at timestamptz,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    likes integer,
    dislikes integer
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_feedback (
    feedback_code text,
    unit_code text,
    kind text,
    status_raw text,
    received_at timestamptz,
    due_at timestamptz,
    answered_at timestamptz,
    published_at timestamptz,
    likes integer,
    dislikes integer,
    decided_on date,
    unit_id integer
) INHERITS (staging.resolved_record);
CREATE INDEX staged_feedback ON staging.feedback (batch_id);
CREATE INDEX resolved_feedback_by_batch ON staging.resolved_feedback (batch_id);
ALTER TABLE staging.feedback
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_feedback
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.feedback, staging.resolved_feedback TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.interlinked (
    request_code text,
    interlinked_group text,
    unit_code text,
    received_at timestamptz,
    due_at timestamptz,
    partner_status smallint,
    justice_status smallint,
    ended_at timestamptz,
    steps jsonb,
    waits jsonb,
    asks_identity_card boolean,
    is_verified boolean,
    asks_later_rule boolean
) INHERITS (staging.record);
CREATE UNLOGGED TABLE staging.resolved_interlinked (
    request_code text,
    interlinked_group text,
    unit_code text,
    received_at timestamptz,
    due_at timestamptz,
    partner_status smallint,
    justice_status smallint,
    ended_at timestamptz,
    steps jsonb,
    waits jsonb,
    asks_identity_card boolean,
    is_verified boolean,
    asks_later_rule boolean,
    decided_on date,
    unit_id integer
) INHERITS (staging.resolved_record);
CREATE INDEX staged_interlinked ON staging.interlinked (batch_id);
CREATE INDEX resolved_interlinked_by_batch ON staging.resolved_interlinked (batch_id);
ALTER TABLE staging.interlinked
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
ALTER TABLE staging.resolved_interlinked
    ALTER batch_id SET STATISTICS 10, ALTER page_no SET STATISTICS 10, ALTER ordinal SET STATISTICS 10,
    ALTER record_key SET STATISTICS 10;
GRANT MAINTAIN ON staging.interlinked, staging.resolved_interlinked TO onestop_pipeline; -- noqa

CREATE UNLOGGED TABLE staging.mark (
    batch_id bigint NOT NULL,
    page_no integer NOT NULL,
    ordinal integer NOT NULL,
    rule_id text NOT NULL,
    PRIMARY KEY (batch_id, page_no, ordinal, rule_id)
);
COMMENT ON TABLE staging.mark IS 'Rules broken by the staged records of a batch.';

COMMENT ON TABLE staging.unit IS 'Staged units (đơn vị), as read from the landed pages.';
COMMENT ON TABLE staging.procedure IS 'Staged procedures (thủ tục hành chính), as read from the landed pages.';
COMMENT ON TABLE staging.dossier IS 'Staged dossiers (hồ sơ), as read from the landed pages.';
COMMENT ON TABLE staging.event IS 'Staged events (tiến độ xử lý), as read from the landed pages.';
COMMENT ON TABLE staging.payment IS 'Staged payments (yêu cầu thanh toán), as read from the landed pages.';
COMMENT ON TABLE staging.survey IS 'Staged answers (phiếu đánh giá), as read from the landed pages.';
COMMENT ON TABLE staging.feedback IS 'Staged feedback (phản ánh, kiến nghị), as read from the landed pages.';
COMMENT ON TABLE staging.interlinked IS 'Staged interlinked requests (liên thông), as read from the landed pages.';
COMMENT ON TABLE staging.resolved_unit IS 'Staged units, as rules see them.';
COMMENT ON TABLE staging.resolved_procedure IS 'Staged procedures, as rules see them.';
COMMENT ON TABLE staging.resolved_dossier IS 'Staged dossiers with status, units and end, as rules see them.';
COMMENT ON TABLE staging.resolved_event IS 'Staged events with status and unit, as rules see them.';
COMMENT ON TABLE staging.resolved_payment IS 'Staged payments with their unit, as rules see them.';
COMMENT ON TABLE staging.resolved_survey IS 'Staged answers with their unit, as rules see them.';
COMMENT ON TABLE staging.resolved_feedback IS 'Staged feedback with its unit, as rules see it.';
COMMENT ON TABLE staging.resolved_interlinked IS 'Staged interlinked requests with their unit, as rules see them.';
