-- Purpose:    the facts: procedures, cases, dossiers with versions, the other feeds, flags.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE core.sector (
    sector_code text PRIMARY KEY,
    name text NOT NULL
);
COMMENT ON TABLE core.sector IS 'Sectors (lĩnh vực) named by the procedure catalogues.';

CREATE TABLE core.procedure (
    source_id text NOT NULL,
    procedure_code text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    name text NOT NULL,
    sector_code text NOT NULL,
    executing_levels text,
    online_level smallint,
    statutory_limit numeric,
    promised_limit numeric,
    limit_unit text CHECK (limit_unit IN ('working_day', 'day', 'hour')),
    has_fee boolean NOT NULL,
    has_online_payment boolean NOT NULL,
    has_result boolean NOT NULL,
    interlinked_group text CHECK (interlinked_group IN ('birth', 'death')),
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    procedure_code_raw text,
    PRIMARY KEY (source_id, procedure_code, valid_from)
);
COMMENT ON TABLE core.procedure IS 'A source''s procedure catalogue (TTHC), by national code and first day of validity.';
COMMENT ON COLUMN core.procedure.procedure_code_raw IS 'The code as the catalogue spells it, with its suffix if it has one.';

CREATE TABLE core."case" (
    case_id uuid PRIMARY KEY,
    source_id text NOT NULL,
    dossier_code text NOT NULL
);
COMMENT ON TABLE core."case" IS 'One citizen request with its main dossier; its id follows from the least source and code of its dossiers, never from the order of arrival.';

CREATE TABLE core.dossier (
    source_id text NOT NULL,
    dossier_code text NOT NULL,
    case_id uuid NOT NULL,
    other_code text,
    procedure_code text,
    sector_code text,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer,
    holding_unit_id integer,
    step text,
    holding_since timestamptz,
    delay_cause text,
    channel smallint CHECK (channel IN (1, 2, 3)),
    status smallint NOT NULL CHECK (status BETWEEN 1 AND 10),
    submitted_at timestamptz,
    received_at timestamptz,
    received_on date,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    refused_at timestamptz,
    ended_at timestamptz,
    return_method smallint,
    has_digitized_component boolean,
    is_vneid_verified boolean,
    online_payment_code smallint,
    has_e_certified_copy boolean,
    supplements jsonb,
    extensions jsonb,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    is_test boolean NOT NULL DEFAULT FALSE,
    is_national_copy boolean NOT NULL DEFAULT FALSE,
    first_procedure_code text,
    first_received_on date,
    component_count smallint,
    digitized_count smallint,
    is_reused boolean,
    is_from_national_store boolean,
    is_population_linked boolean,
    has_result_file boolean,
    has_electronic_result boolean,
    is_free boolean,
    competent_got_at timestamptz,
    acknowledged_at timestamptz,
    PRIMARY KEY (dossier_code, source_id)
);
COMMENT ON TABLE core.dossier IS 'The winning version of each dossier (hồ sơ): latest by (CapNhatLuc, as_of of the page, hash).';
COMMENT ON COLUMN core.dossier.ended_at IS 'Statuses 9 and 10: NgayKetThucXuLy, else NgayTra; 3, 7 and 8: NgayTuChoi, else those; null while open.';
COMMENT ON COLUMN core.dossier.supplements IS 'Supplement rounds: [{requested_at, answered_at, due_before, due_after}], null when none.';
COMMENT ON COLUMN core.dossier.extensions IS 'Apologies with a new due date: [{apologised_at, due_before, due_after}], null when none.';
COMMENT ON COLUMN core.dossier.is_test IS 'Applicant, e-mail or abstract say that it is a test: counts nowhere.';
COMMENT ON COLUMN core.dossier.is_national_copy IS 'Told by the national portal under its own code: the local record of the same case decides.';
COMMENT ON COLUMN core.dossier.first_procedure_code IS 'The first procedure that this code came with; later versions change procedure_code, never this.';
COMMENT ON COLUMN core.dossier.first_received_on IS 'The first reception day that this code came with, as sent; later versions change received_on, never this.';
COMMENT ON COLUMN core.dossier.component_count IS 'Submitted papers (thành phần hồ sơ) that were not taken back.';
COMMENT ON COLUMN core.dossier.digitized_count IS 'Of these papers, the digitized ones (DuocSoHoa).';
COMMENT ON COLUMN core.dossier.is_reused IS 'A paper was reused (DuocTaiSuDung 1 or 2).';
COMMENT ON COLUMN core.dossier.is_from_national_store IS 'A paper came from the national personal store (DuocLayTuKhoDMQG).';
COMMENT ON COLUMN core.dossier.is_population_linked IS 'The national population database was looked into (MaCSDL 7).';
COMMENT ON COLUMN core.dossier.has_result_file IS 'A result with a file.';
COMMENT ON COLUMN core.dossier.has_electronic_result IS 'A result with a file and a code (kết quả điện tử).';
COMMENT ON COLUMN core.dossier.is_free IS 'Every fee of a list that is not empty is zero: nothing had to be paid.';
COMMENT ON COLUMN core.dossier.competent_got_at IS 'When the competent agency got what was received outside the home area (NgayCoQuanNhan), as sent; null: not told.';
COMMENT ON COLUMN core.dossier.acknowledged_at IS 'When the portal acknowledged what was handed in online (NgayCongXacNhan), as sent; null: not told.';
CREATE INDEX dossier_by_case ON core.dossier (case_id);
CREATE INDEX dossier_by_procedure ON core.dossier (source_id, procedure_code);
CREATE INDEX dossier_by_other_code ON core.dossier (other_code) WHERE other_code IS NOT NULL;
CREATE INDEX dossier_by_receiving_unit ON core.dossier (receiving_unit_id, received_on);
-- Few dossiers have another responsible or holding unit than the receiving one: these two find them by that unit.
CREATE INDEX dossier_responsible_elsewhere ON core.dossier (responsible_unit_id) WHERE responsible_unit_id <> receiving_unit_id;
CREATE INDEX dossier_holding_elsewhere ON core.dossier (holding_unit_id) WHERE holding_unit_id <> receiving_unit_id;
-- Almost all dossiers have ended: this one leaves them out.
CREATE INDEX dossier_open ON core.dossier (receiving_unit_id) WHERE status NOT IN (3, 7, 8, 9, 10);

-- The current version is the row of core.dossier; the view core.dossier_version shows both.
CREATE TABLE core.superseded_dossier (
    source_id text NOT NULL,
    dossier_code text NOT NULL,
    other_code text,
    procedure_code text,
    sector_code text,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer,
    holding_unit_id integer,
    step text,
    holding_since timestamptz,
    delay_cause text,
    channel smallint,
    status smallint NOT NULL,
    submitted_at timestamptz,
    received_at timestamptz,
    received_on date,
    due_at timestamptz,
    finished_at timestamptz,
    returned_at timestamptz,
    refused_at timestamptz,
    ended_at timestamptz,
    return_method smallint,
    has_digitized_component boolean,
    is_vneid_verified boolean,
    online_payment_code smallint,
    has_e_certified_copy boolean,
    supplements jsonb,
    extensions jsonb,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    is_test boolean NOT NULL,
    is_national_copy boolean NOT NULL,
    component_count smallint,
    digitized_count smallint,
    is_reused boolean,
    is_from_national_store boolean,
    is_population_linked boolean,
    has_result_file boolean,
    has_electronic_result boolean,
    is_free boolean,
    competent_got_at timestamptz,
    acknowledged_at timestamptz,
    PRIMARY KEY (source_id, dossier_code, source_updated_at, read_as_of, record_hash)
);
COMMENT ON TABLE core.superseded_dossier IS 'Versions of dossiers that a newer one took the place of.';

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
    counted_as uuid GENERATED ALWAYS AS (
        md5(source_id || chr(31) || 'surveys' || chr(31) || record_key)::uuid
    ) STORED NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.survey IS 'One answer to one criterion of a satisfaction form, on the scale that it was given on.';
CREATE INDEX survey_by_dossier ON core.survey (source_id, dossier_code);
CREATE UNIQUE INDEX survey_by_counted_as ON core.survey (counted_as);

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
    counted_as uuid GENERATED ALWAYS AS (
        md5(source_id || chr(31) || 'feedback' || chr(31) || record_key)::uuid
    ) STORED NOT NULL,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.feedback IS 'Feedback and recommendations (phản ánh, kiến nghị), with their clocks.';
COMMENT ON COLUMN core.feedback.counted_as IS 'The id under which it is touched and counted, as a case is under its own.';
CREATE INDEX feedback_by_dossier ON core.feedback (source_id, dossier_code);
CREATE UNIQUE INDEX feedback_by_counted_as ON core.feedback (counted_as);

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
    counted_as uuid GENERATED ALWAYS AS (
        md5(source_id || chr(31) || 'interlinked' || chr(31) || record_key)::uuid
    ) STORED NOT NULL,
    waits jsonb,
    asks_identity_card boolean,
    is_verified boolean,
    asks_later_rule boolean,
    PRIMARY KEY (source_id, record_key)
);
COMMENT ON TABLE core.interlinked IS 'Requests for an interlinked birth or death in the separate national system.';
CREATE INDEX interlinked_by_dossier ON core.interlinked (source_id, dossier_code);
CREATE UNIQUE INDEX interlinked_by_counted_as ON core.interlinked (counted_as);
-- Records and dossiers find each other by either code, also across sources.
CREATE INDEX interlinked_by_dossier_code ON core.interlinked (dossier_code);
CREATE INDEX interlinked_by_request_code ON core.interlinked (request_code);

CREATE TABLE core.interlinked_group (
    group_code text PRIMARY KEY,
    name_vi text NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.interlinked_group IS 'Groups of interlinked procedures (nhóm thủ tục liên thông), as the catalogue names them.';
COMMENT ON COLUMN core.interlinked_group.group_code IS 'The group, as in core.interlinked.';
COMMENT ON COLUMN core.interlinked_group.name_vi IS 'Vietnamese name.';
COMMENT ON COLUMN core.interlinked_group.source IS 'Decree or decision that sets it.';

-- A range of hashes stands for the code in the exclusion constraint: this needs no extension.
CREATE TABLE core.interlinked_procedure (
    procedure_code text NOT NULL,
    group_code text NOT NULL REFERENCES core.interlinked_group,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date GENERATED ALWAYS AS (lower(valid)) STORED NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (procedure_code, valid_from),
    EXCLUDE USING gist (
        int8range(hashtextextended(procedure_code, 0), hashtextextended(procedure_code, 0), '[]') WITH &&, valid
        WITH &&
    )
);
COMMENT ON TABLE core.interlinked_procedure IS 'Procedures whose dossiers are interlinked cases of a group, dated by the day of reception.';
COMMENT ON COLUMN core.interlinked_procedure.procedure_code IS 'Code of the procedure (mã TTHC).';
COMMENT ON COLUMN core.interlinked_procedure.group_code IS 'The group.';
COMMENT ON COLUMN core.interlinked_procedure.valid IS 'Days of reception on which it is of the group.';
COMMENT ON COLUMN core.interlinked_procedure.valid_from IS 'First of these days.';
COMMENT ON COLUMN core.interlinked_procedure.source IS 'Where it is said.';

CREATE TABLE core.interlinked_agency (
    agency text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    name_vi text NOT NULL,
    words text[] NOT NULL,
    systems text[] NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.interlinked_agency IS 'Kinds of agencies that carry out steps of an interlinked request; entries of the catalogue.';
COMMENT ON COLUMN core.interlinked_agency.agency IS 'commune, police, insurance, health or home_affairs.';
COMMENT ON COLUMN core.interlinked_agency.ordinal IS 'The order in which the words are looked for: the first kind that is found counts.';
COMMENT ON COLUMN core.interlinked_agency.name_vi IS 'Vietnamese name.';
COMMENT ON COLUMN core.interlinked_agency.words IS 'Words in lower case; a step whose agency (CoQuan) contains one of them is of this kind.';
COMMENT ON COLUMN core.interlinked_agency.systems IS 'Systems that the agency needs: while one of them is out by an announced outage, time does not count for its steps.';
COMMENT ON COLUMN core.interlinked_agency.source IS 'Where it is said.';

CREATE TABLE core.interlinked_step_limit (
    group_code text NOT NULL REFERENCES core.interlinked_group,
    step_code text NOT NULL,
    agency text NOT NULL,
    with_verification boolean NOT NULL,
    limit_count numeric NOT NULL CHECK (limit_count > 0),
    limit_unit text NOT NULL CHECK (limit_unit IN ('hour', 'working_day')),
    is_on_request boolean NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date GENERATED ALWAYS AS (lower(valid)) STORED NOT NULL,
    article text NOT NULL,
    is_deduction boolean NOT NULL,
    note_vi text NOT NULL,
    PRIMARY KEY (group_code, step_code, agency, with_verification, valid_from)
);
COMMENT ON TABLE core.interlinked_step_limit IS 'Limits of the steps of interlinked groups by law, chosen by the day of reception; entries of the catalogue.';
COMMENT ON COLUMN core.interlinked_step_limit.group_code IS 'The group.';
COMMENT ON COLUMN core.interlinked_step_limit.step_code IS 'total: the whole request; else the step, as the contract''s Buoc names it in English.';
COMMENT ON COLUMN core.interlinked_step_limit.agency IS 'Kind of agency that carries it out; all: the whole request.';
COMMENT ON COLUMN core.interlinked_step_limit.with_verification IS 'True: the longer limit where facts must be verified (xác minh).';
COMMENT ON COLUMN core.interlinked_step_limit.limit_count IS 'Hours or working days.';
COMMENT ON COLUMN core.interlinked_step_limit.limit_unit IS 'hour or working_day.';
COMMENT ON COLUMN core.interlinked_step_limit.is_on_request IS 'True: a step that is carried out only where it was asked for, outside the total.';
COMMENT ON COLUMN core.interlinked_step_limit.valid IS 'Days of reception for which it holds.';
COMMENT ON COLUMN core.interlinked_step_limit.valid_from IS 'First of these days.';
COMMENT ON COLUMN core.interlinked_step_limit.article IS 'Article that sets it.';
COMMENT ON COLUMN core.interlinked_step_limit.is_deduction IS 'The text of the law does not say it in so many words: a province may set it otherwise.';
COMMENT ON COLUMN core.interlinked_step_limit.note_vi IS 'What a reader must know of it, in Vietnamese; empty if nothing.';

CREATE TABLE core.code_map (
    list text NOT NULL CHECK (list = 'status'),
    source_id text NOT NULL,
    schema_version text NOT NULL,
    raw text NOT NULL,
    meaning smallint CHECK (meaning BETWEEN 1 AND 10),
    PRIMARY KEY (list, source_id, schema_version, raw)
);
COMMENT ON TABLE core.code_map IS 'What a code of a source''s list means; * stands for any source or version, the more special row counts. No meaning: not to be guessed.';
INSERT INTO core.code_map (list, source_id, schema_version, raw, meaning)
SELECT 'status', '*', '*', code::text, code FROM generate_series(1, 10) AS code;

CREATE TABLE core.flag (
    source_id text NOT NULL,
    feed text NOT NULL,
    record_key text NOT NULL,
    rule_id text NOT NULL REFERENCES audit.rule,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, feed, record_key, rule_id)
);
COMMENT ON TABLE core.flag IS 'Records that are used although a rule doubts or repaired them, as of their current version.';

-- The pipeline analyses these tables, so that statements are planned by what they hold.
GRANT MAINTAIN ON core.payment TO onestop_pipeline; -- noqa
