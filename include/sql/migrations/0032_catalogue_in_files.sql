-- Purpose:    room for what the catalogue says in files: groups of interlinked procedures and rules of law, both dated; places in
--             lists can be exchanged.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.interlinked_group, core.interlinked_procedure, core.law_rule; constraints of mart.period_kind,
--             mart.alert_level and core.objection_cause.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE core.interlinked_group (
    group_code text PRIMARY KEY,
    name_vi text NOT NULL,
    source text NOT NULL
);
COMMENT ON TABLE core.interlinked_group IS 'Groups of interlinked procedures (nhóm thủ tục liên thông), as the catalogue names them.';
COMMENT ON COLUMN core.interlinked_group.group_code IS 'The group, as in core.interlinked.';
COMMENT ON COLUMN core.interlinked_group.name_vi IS 'Vietnamese name.';
COMMENT ON COLUMN core.interlinked_group.source IS 'Decree or decision that sets it.';

CREATE TABLE core.interlinked_procedure (
    procedure_code text NOT NULL,
    group_code text NOT NULL REFERENCES core.interlinked_group,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date NOT NULL GENERATED ALWAYS AS (lower(valid)) STORED,
    source text NOT NULL,
    PRIMARY KEY (procedure_code, valid_from),
    -- A range of hashes stands for the code: this needs no extension.
    EXCLUDE USING gist (
        int8range(hashtextextended(procedure_code, 0), hashtextextended(procedure_code, 0), '[]') WITH &&, valid WITH &&
    )
);
COMMENT ON TABLE core.interlinked_procedure IS 'Procedures whose dossiers are interlinked cases of a group, dated by the day of reception.';
COMMENT ON COLUMN core.interlinked_procedure.procedure_code IS 'Code of the procedure (mã TTHC).';
COMMENT ON COLUMN core.interlinked_procedure.group_code IS 'The group.';
COMMENT ON COLUMN core.interlinked_procedure.valid IS 'Days of reception on which it is of the group.';
COMMENT ON COLUMN core.interlinked_procedure.valid_from IS 'First of these days.';
COMMENT ON COLUMN core.interlinked_procedure.source IS 'Where it is said.';

CREATE TABLE core.law_rule (
    rule_code text NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date NOT NULL GENERATED ALWAYS AS (lower(valid)) STORED,
    value text NOT NULL,
    article text NOT NULL,
    is_deduction boolean NOT NULL,
    note_vi text NOT NULL,
    PRIMARY KEY (rule_code, valid_from),
    EXCLUDE USING gist (
        int8range(hashtextextended(rule_code, 0), hashtextextended(rule_code, 0), '[]') WITH &&, valid WITH &&
    )
);
COMMENT ON TABLE core.law_rule IS 'What rules of law say, dated: the one that holds on the day of reception of a dossier counts for it.';
COMMENT ON COLUMN core.law_rule.rule_code IS 'The rule.';
COMMENT ON COLUMN core.law_rule.valid IS 'Days of reception for which it holds.';
COMMENT ON COLUMN core.law_rule.valid_from IS 'First of these days.';
COMMENT ON COLUMN core.law_rule.value IS 'What it says, as text; whoever reads the rule knows its type.';
COMMENT ON COLUMN core.law_rule.article IS 'Article that sets it.';
COMMENT ON COLUMN core.law_rule.is_deduction IS 'The text of the law does not say it in so many words: a province may set it otherwise.';
COMMENT ON COLUMN core.law_rule.note_vi IS 'What a reader must know of it, in Vietnamese; empty if nothing.';

-- A list is written entry by entry, so that two may have the same place for a moment.
ALTER TABLE mart.period_kind DROP CONSTRAINT period_kind_ordinal_key;
ALTER TABLE mart.period_kind ADD UNIQUE (ordinal) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE mart.alert_level DROP CONSTRAINT alert_level_ordinal_key;
ALTER TABLE mart.alert_level ADD UNIQUE (ordinal) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE mart.alert_level DROP CONSTRAINT alert_level_severity_key;
ALTER TABLE mart.alert_level ADD UNIQUE (severity) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE core.objection_cause DROP CONSTRAINT objection_cause_ordinal_key;
ALTER TABLE core.objection_cause ADD UNIQUE (ordinal) DEFERRABLE INITIALLY DEFERRED;
