-- Purpose:    typed rows of the batches under way, one table a feed, and the rules that they broke.
-- Grain:      one row a record of a landed page: (batch_id, page_no, ordinal).
-- Reads:      nothing.
-- Writes:     schema staging; unlogged, so a crash may empty it: publish checks it against the manifest.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

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
    unreadable text[] NOT NULL
);
COMMENT ON TABLE staging.record IS 'The staged records of every feed by what decides between versions.';

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

CREATE UNLOGGED TABLE staging.procedure (
    procedure_code text,
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

CREATE UNLOGGED TABLE staging.dossier (
    dossier_code text,
    other_code text,
    procedure_code text,
    sector_code text,
    receiving_code text,
    responsible_code text,
    holding_code text,
    step text,
    holding_since timestamptz,
    delay_cause text,
    channel smallint,
    status smallint,
    submitted_at timestamptz,
    received_at timestamptz,
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
    extensions jsonb
) INHERITS (staging.record);

CREATE INDEX staged_unit ON staging.unit (batch_id);
CREATE INDEX staged_procedure ON staging.procedure (batch_id);
CREATE INDEX staged_dossier ON staging.dossier (batch_id);

CREATE UNLOGGED TABLE staging.mark (
    batch_id bigint NOT NULL,
    page_no integer NOT NULL,
    ordinal integer NOT NULL,
    rule_id text NOT NULL,
    PRIMARY KEY (batch_id, page_no, ordinal, rule_id)
);
COMMENT ON TABLE staging.mark IS 'Rules broken by the staged records of a batch.';

-- A batch is planned by its own size: the pipeline analyses what it has just copied.
GRANT MAINTAIN ON staging.unit, staging.procedure, staging.dossier TO onestop_pipeline;
