-- Purpose:    interlinked cases by their procedure, the limits of their steps, and time that does not count for them.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.interlinked, staging.interlinked, core.interlinked_agency, core.interlinked_step_limit, core.outage,
--             mart.measure_day, mart.measure, audit.sheet, audit.change, audit.measure_state.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE staging.interlinked ADD COLUMN waits jsonb;
ALTER TABLE staging.interlinked ADD COLUMN asks_identity_card boolean;
ALTER TABLE staging.interlinked ADD COLUMN is_verified boolean;
ALTER TABLE staging.interlinked ADD COLUMN asks_later_rule boolean;
ALTER TABLE core.interlinked ADD COLUMN waits jsonb;
ALTER TABLE core.interlinked ADD COLUMN asks_identity_card boolean;
ALTER TABLE core.interlinked ADD COLUMN is_verified boolean;
ALTER TABLE core.interlinked ADD COLUMN asks_later_rule boolean;
-- Records and dossiers find each other by either code, also across sources.
CREATE INDEX interlinked_by_dossier_code ON core.interlinked (dossier_code);
CREATE INDEX interlinked_by_request_code ON core.interlinked (request_code);

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
COMMENT ON COLUMN core.interlinked_agency.source IS 'Where it is said.';
COMMENT ON COLUMN core.interlinked_agency.words IS 'Words in lower case; a step whose agency (CoQuan) contains one of them is of this kind.';
COMMENT ON COLUMN core.interlinked_agency.systems IS 'Systems that the agency needs: while one of them is out by an announced outage, time does not count for its steps.';

CREATE TABLE core.interlinked_step_limit (
    group_code text NOT NULL,
    step_code text NOT NULL,
    agency text NOT NULL,
    with_verification boolean NOT NULL,
    limit_count numeric NOT NULL CHECK (limit_count > 0),
    limit_unit text NOT NULL CHECK (limit_unit IN ('hour', 'working_day')),
    is_on_request boolean NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date NOT NULL GENERATED ALWAYS AS (lower(valid)) STORED,
    article text NOT NULL,
    is_deduction boolean NOT NULL,
    note_vi text NOT NULL,
    PRIMARY KEY (group_code, step_code, agency, with_verification, valid_from),
    FOREIGN KEY (group_code) REFERENCES core.interlinked_group
);
COMMENT ON TABLE core.interlinked_step_limit IS 'Limits of the steps of interlinked groups by law, chosen by the day of reception; entries of the catalogue.';
COMMENT ON COLUMN core.interlinked_step_limit.step_code IS 'total: the whole request; else the step, as the contract''s Buoc names it in English.';
COMMENT ON COLUMN core.interlinked_step_limit.agency IS 'Kind of agency that carries it out; all: the whole request.';
COMMENT ON COLUMN core.interlinked_step_limit.with_verification IS 'True: the longer limit where facts must be verified (xác minh).';
COMMENT ON COLUMN core.interlinked_step_limit.limit_count IS 'Hours or working days.';
COMMENT ON COLUMN core.interlinked_step_limit.limit_unit IS 'hour or working_day.';
COMMENT ON COLUMN core.interlinked_step_limit.valid IS 'Days of reception for which it holds.';
COMMENT ON COLUMN core.interlinked_step_limit.valid_from IS 'First of these days.';
COMMENT ON COLUMN core.interlinked_step_limit.article IS 'Article that sets it.';
COMMENT ON COLUMN core.interlinked_step_limit.is_deduction IS 'The text of the law does not say it in so many words: a province may set it otherwise.';
COMMENT ON COLUMN core.interlinked_step_limit.note_vi IS 'What a reader must know of it, in Vietnamese; empty if nothing.';
COMMENT ON COLUMN core.interlinked_step_limit.group_code IS 'The group.';
COMMENT ON COLUMN core.interlinked_step_limit.is_on_request IS 'True: a step that is carried out only where it was asked for, outside the total.';

CREATE TABLE core.outage (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    system text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz,
    document text NOT NULL,
    PRIMARY KEY (sheet_id, row_no),
    CHECK (until >= since)
);
COMMENT ON TABLE core.outage IS 'Announced outages of systems (sự cố), every version of every sheet; core.valid_outage has those that count.';
COMMENT ON COLUMN core.outage.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.outage.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.outage.system IS 'interlinked, civil_status, residence, insurance, vneid or benefits.';
COMMENT ON COLUMN core.outage.since IS 'From when the system was out.';
COMMENT ON COLUMN core.outage.until IS 'From when it worked again; null: not yet. The same moment as since takes the outage back.';
COMMENT ON COLUMN core.outage.document IS 'The announcement of the system''s owner.';

ALTER TABLE audit.sheet DROP CONSTRAINT sheet_kind_check;
ALTER TABLE audit.sheet ADD CONSTRAINT sheet_kind_check CHECK (
    kind IN (
        'targets', 'manual_figures', 'portal_figures', 'objections', 'objection_decisions', 'form_confirmations',
        'form_signatures', 'recipients', 'outages'
    )
);
COMMENT ON COLUMN audit.sheet.kind IS 'The folder it lay in: targets, manual_figures, portal_figures, objections, objection_decisions, form_confirmations, form_signatures, recipients, outages.';
ALTER TABLE audit.change DROP CONSTRAINT change_kind_check;
ALTER TABLE audit.change ADD CONSTRAINT change_kind_check
CHECK (kind IN ('batch', 'rebuild', 'calendar', 'catalogue', 'sheet'));

ALTER TABLE mart.measure_day ADD COLUMN interlinked_stopped mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_reopened mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_commune_done mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_commune_late mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_police_done mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_police_late mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_insurance_done mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_insurance_late mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_other_done mart.tally;
ALTER TABLE mart.measure_day ADD COLUMN interlinked_other_late mart.tally;
COMMENT ON COLUMN mart.measure_day.interlinked_stopped IS 'Interlinked cases stopped because the citizen did not supplement within the window; neither late nor refused.';
COMMENT ON COLUMN mart.measure_day.interlinked_reopened IS 'Interlinked cases sent back to the commune for a correction; not received a second time.';
COMMENT ON COLUMN mart.measure_day.interlinked_commune_done IS 'Steps of the commune in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_commune_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_police_done IS 'Steps of the police in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_police_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_insurance_done IS 'Steps of social insurance in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_insurance_late IS 'Of these, beyond the limit of the step.';
COMMENT ON COLUMN mart.measure_day.interlinked_other_done IS 'Steps of other agencies in interlinked requests done.';
COMMENT ON COLUMN mart.measure_day.interlinked_other_late IS 'Of these, beyond the limit of the step.';
INSERT INTO mart.measure (measure, kind, parts, share, definition, source, feed) VALUES
('interlinked_stopped', 'flow', NULL, NULL, 'Interlinked cases stopped because the citizen did not supplement within the window; neither late nor refused.', 'Decree 63/2024 Art. 8.1.b, 14.1.b, 14.3.b (Decree 301/2026)', 'dossiers'),
('interlinked_reopened', 'flow', NULL, NULL, 'Interlinked cases sent back to the commune for a correction; not received a second time.', 'Decree 63/2024 Art. 8.4, 14.4 (Decree 301/2026)', 'interlinked'),
('interlinked_commune_done', 'flow', NULL, NULL, 'Steps of the commune in interlinked requests done.', 'Decree 63/2024', 'interlinked'),
('interlinked_commune_late', 'flow', NULL, NULL, 'Of these, beyond the limit of the step.', 'Decree 63/2024 Art. 8.1.a, 14.1 (Decree 301/2026)', 'interlinked'),
('interlinked_police_done', 'flow', NULL, NULL, 'Steps of the police in interlinked requests done.', 'Decree 63/2024', 'interlinked'),
('interlinked_police_late', 'flow', NULL, NULL, 'Of these, beyond the limit of the step.', 'Decree 63/2024 Art. 8.2.a, 14.2 (Decree 301/2026)', 'interlinked'),
('interlinked_insurance_done', 'flow', NULL, NULL, 'Steps of social insurance in interlinked requests done.', 'Decree 63/2024', 'interlinked'),
('interlinked_insurance_late', 'flow', NULL, NULL, 'Of these, beyond the limit of the step.', 'Decree 63/2024 Art. 14.3 (Decree 301/2026)', 'interlinked'),
('interlinked_other_done', 'flow', NULL, NULL, 'Steps of other agencies in interlinked requests done.', 'Decree 63/2024', 'interlinked'),
('interlinked_other_late', 'flow', NULL, NULL, 'Of these, beyond the limit of the step.', 'Decree 63/2024 Art. 14.3.a (Decree 301/2026)', 'interlinked');
-- Cases of the groups' own procedures are interlinked, too, also where no source has interlinked records.
UPDATE mart.measure SET feed = 'dossiers'
WHERE
    measure IN (
        'interlinked_birth_received', 'interlinked_birth_completed', 'interlinked_birth_late',
        'interlinked_death_received', 'interlinked_death_completed', 'interlinked_death_late',
        'interlinked_refused', 'interlinked_completed', 'interlinked_late'
    );
-- Every case is counted again: those that differ now move, the others stay.
UPDATE audit.measure_state SET applied_seq = 0;
