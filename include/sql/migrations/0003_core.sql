-- Purpose:    the facts: units with dated aliases, areas, procedures, cases, dossiers with versions, flags.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schemas core and quarantine.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.
--
-- Ids of units, codes and areas are given under the publish lock, one after the other: an aborted try leaves no gap,
-- so the same facts have the same ids however often they were interrupted.

CREATE TABLE core.unit (
    unit_id integer PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('province', 'department', 'commune', 'agency')),
    unit_code text NOT NULL,
    name text NOT NULL,
    name_sort text NOT NULL,
    parent_code text,
    valid daterange NOT NULL
);
COMMENT ON TABLE core.unit IS 'A unit of government in one span of its life; unit_code is the 5-digit code of a commune, the agency code of others.';

CREATE TABLE core.unit_code (
    code_id integer PRIMARY KEY,
    scheme text NOT NULL CHECK (scheme IN ('gso', 'agency')),
    code text NOT NULL,
    UNIQUE (code, scheme)
);
COMMENT ON TABLE core.unit_code IS 'Codes by which sources name units; the integer key lets an alias be dated by an exclusion constraint.';

CREATE TABLE core.unit_alias (
    code_id integer NOT NULL REFERENCES core.unit_code,
    unit_id integer NOT NULL REFERENCES core.unit,
    valid daterange NOT NULL,
    EXCLUDE USING gist (int4range(code_id, code_id, '[]') WITH &&, valid WITH &&)
);
COMMENT ON TABLE core.unit_alias IS 'Which unit a code means at a date: nearly all commune codes of 2025-07-01 were reused, most for another unit.';
CREATE INDEX unit_alias_by_code ON core.unit_alias (code_id);
CREATE INDEX unit_alias_by_unit ON core.unit_alias (unit_id);

CREATE TABLE core.unit_record (
    source_id text NOT NULL,
    agency_code text NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    is_deleted boolean NOT NULL,
    source_updated_at timestamptz NOT NULL,
    read_as_of timestamptz NOT NULL,
    record_hash bytea NOT NULL,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, agency_code)
);
COMMENT ON TABLE core.unit_record IS 'What a source last said of a unit, by its agency code.';

CREATE TABLE core.area (
    area_id integer PRIMARY KEY,
    area_code text NOT NULL UNIQUE,
    kind text NOT NULL CHECK (kind IN ('province', 'former_district', 'cluster', 'unit_type')),
    name text NOT NULL
);
COMMENT ON TABLE core.area IS 'Any named set of units: province, former district, cluster, unit type.';

CREATE TABLE core.area_member (
    area_id integer NOT NULL REFERENCES core.area,
    unit_id integer NOT NULL REFERENCES core.unit,
    valid daterange NOT NULL,
    EXCLUDE USING gist (
        int4range(area_id, area_id, '[]') WITH &&, int4range(unit_id, unit_id, '[]') WITH &&, valid WITH &&
    )
);
COMMENT ON TABLE core.area_member IS 'Which units an area holds, dated.';

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
    PRIMARY KEY (source_id, procedure_code, valid_from)
);
COMMENT ON TABLE core.procedure IS 'A source''s procedure catalogue (TTHC), by national code and first day of validity.';

CREATE TABLE core."case" (
    case_id uuid PRIMARY KEY,
    source_id text NOT NULL,
    dossier_code text NOT NULL
);
COMMENT ON TABLE core."case" IS 'One citizen request; its id follows from its main dossier''s source and code, never from the order of arrival.';

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
    PRIMARY KEY (source_id, dossier_code)
);
COMMENT ON TABLE core.dossier IS 'The winning version of each dossier (hồ sơ): latest by (CapNhatLuc, as_of of the page, hash).';
COMMENT ON COLUMN core.dossier.supplements IS 'Supplement rounds: [{requested_at, answered_at, due_before, due_after}], null when none.';
COMMENT ON COLUMN core.dossier.extensions IS 'Apologies with a new due date: [{apologised_at, due_before, due_after}], null when none.';
COMMENT ON COLUMN core.dossier.ended_at IS 'Statuses 9 and 10: NgayKetThucXuLy, else NgayTra; 3, 7 and 8: NgayTuChoi, else those; null while open.';
CREATE INDEX dossier_by_case ON core.dossier (case_id);
CREATE INDEX dossier_by_procedure ON core.dossier (source_id, procedure_code);

CREATE TABLE core.dossier_version (
    LIKE core.dossier,
    PRIMARY KEY (source_id, dossier_code, publish_seq)
);
COMMENT ON TABLE core.dossier_version IS 'Every accepted version of a dossier, by the publish sequence that accepted it.';

CREATE TABLE core.unit_source (
    source_id text NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    PRIMARY KEY (source_id, unit_id)
);
COMMENT ON TABLE core.unit_source IS 'Which source has sent dossiers received by which unit.';

CREATE TABLE core.flag (
    source_id text NOT NULL,
    feed text NOT NULL,
    record_key text NOT NULL,
    rule_id text NOT NULL REFERENCES audit.rule,
    publish_seq bigint NOT NULL,
    PRIMARY KEY (source_id, feed, record_key, rule_id)
);
COMMENT ON TABLE core.flag IS 'Records that are used although a rule doubts or repaired them, as of their current version.';

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
    payload jsonb NOT NULL,
    PRIMARY KEY (source_id, feed, page_hash, ordinal)
);
COMMENT ON TABLE quarantine.record IS 'Records that could not be used: what was kept of them after the allow-list, and why.';
CREATE INDEX quarantine_by_key ON quarantine.record (source_id, feed, record_key) WHERE status = 'open';

CREATE TABLE quarantine.broken_rule (
    source_id text NOT NULL,
    feed text NOT NULL,
    page_hash text NOT NULL,
    ordinal integer NOT NULL,
    rule_id text NOT NULL REFERENCES audit.rule,
    PRIMARY KEY (source_id, feed, page_hash, ordinal, rule_id),
    FOREIGN KEY (source_id, feed, page_hash, ordinal) REFERENCES quarantine.record
);
COMMENT ON TABLE quarantine.broken_rule IS 'The rules that a quarantined record broke.';
