-- Purpose:    dossiers that need attention, and the lists of them.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE mart.alert_level (
    level text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    severity smallint UNIQUE DEFERRABLE INITIALLY DEFERRED,
    is_for_holder boolean NOT NULL,
    name_vi text NOT NULL,
    action_vi text NOT NULL
);
COMMENT ON TABLE mart.alert_level IS 'Levels of attention (mức cảnh báo), with what to do.';
COMMENT ON COLUMN mart.alert_level.level IS 'Code of the level.';
COMMENT ON COLUMN mart.alert_level.ordinal IS 'Place in a list: what to do first comes first.';
COMMENT ON COLUMN mart.alert_level.severity IS 'Step on the way to the due date and beyond, of which a dossier has one at a time; null: beside it.';
COMMENT ON COLUMN mart.alert_level.is_for_holder IS 'The unit that has the dossier is told as well as the one that received it.';
COMMENT ON COLUMN mart.alert_level.name_vi IS 'Vietnamese name.';
COMMENT ON COLUMN mart.alert_level.action_vi IS 'What to do, in Vietnamese.';

CREATE TABLE mart.alert_limit (
    area_code text PRIMARY KEY,
    due_soon_share numeric NOT NULL CHECK (due_soon_share BETWEEN 0 AND 1),
    due_soon_working_days smallint NOT NULL CHECK (due_soon_working_days >= 0),
    same_day_soon_share numeric NOT NULL CHECK (same_day_soon_share BETWEEN 0 AND 1),
    same_day_due_share numeric NOT NULL CHECK (same_day_due_share BETWEEN 0 AND 1),
    held_elsewhere_working_days smallint NOT NULL CHECK (held_elsewhere_working_days >= 0),
    overdue_long_working_days smallint NOT NULL CHECK (overdue_long_working_days > 0),
    acceptance_working_hours smallint NOT NULL CHECK (acceptance_working_hours > 0),
    escalate_after_working_days smallint NOT NULL CHECK (escalate_after_working_days > 0),
    worst_cases smallint NOT NULL CHECK (worst_cases >= 0)
);
COMMENT ON TABLE mart.alert_limit IS 'When a dossier needs attention, by province; * for those without a row of their own.';
COMMENT ON COLUMN mart.alert_limit.area_code IS 'The province, or *.';
COMMENT ON COLUMN mart.alert_limit.due_soon_share IS 'Share of its working time used from which a dossier is due soon.';
COMMENT ON COLUMN mart.alert_limit.due_soon_working_days IS 'Working days before the due date from which it is due soon, whatever the share.';
COMMENT ON COLUMN mart.alert_limit.same_day_soon_share IS 'Of a procedure that ends on the day of its reception: share of its time from which it is due soon.';
COMMENT ON COLUMN mart.alert_limit.same_day_due_share IS 'Of such a procedure: share from which it is due today; it would be at its reception already.';
COMMENT ON COLUMN mart.alert_limit.held_elsewhere_working_days IS 'Working days before the due date from which both sides are told that another agency has the dossier.';
COMMENT ON COLUMN mart.alert_limit.overdue_long_working_days IS 'Working days after the due date from which it is overdue for long.';
COMMENT ON COLUMN mart.alert_limit.acceptance_working_hours IS 'Working hours within which an online dossier is to be accepted (Decree 118/2025/NĐ-CP: 8).';
COMMENT ON COLUMN mart.alert_limit.escalate_after_working_days IS 'Working days after which an alert that stays open is told to the area.';
COMMENT ON COLUMN mart.alert_limit.worst_cases IS 'How many dossiers the digest of an area names.';

CREATE TABLE mart.overdue_dossier (
    source_id text NOT NULL,
    dossier_code text NOT NULL,
    case_id uuid NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    unit_code text NOT NULL,
    holding_unit_id integer REFERENCES core.unit,
    holding_unit_code text,
    holding_since timestamptz,
    step text,
    procedure_code text,
    sector_code text,
    submitted_at timestamptz,
    received_at timestamptz,
    accept_by timestamptz,
    due_original timestamptz,
    due_at timestamptz,
    level text NOT NULL REFERENCES mart.alert_level,
    levels text[] NOT NULL,
    is_same_day boolean NOT NULL,
    working_days_left integer,
    working_days_overdue integer,
    share_of_time_used numeric,
    extension_count integer NOT NULL,
    apology_issued_at timestamptz,
    apology_deadline date,
    supplement_rounds integer NOT NULL,
    cause_code text,
    as_of timestamptz NOT NULL,
    PRIMARY KEY (source_id, dossier_code)
);
COMMENT ON TABLE mart.overdue_dossier IS 'Open dossiers that need attention, as of the business clock of the last look; internal: no page for the public shows them.';
COMMENT ON COLUMN mart.overdue_dossier.source_id IS 'The source.';
COMMENT ON COLUMN mart.overdue_dossier.dossier_code IS 'Code of the main dossier of the case.';
COMMENT ON COLUMN mart.overdue_dossier.case_id IS 'The case.';
COMMENT ON COLUMN mart.overdue_dossier.unit_id IS 'The receiving unit.';
COMMENT ON COLUMN mart.overdue_dossier.unit_code IS 'Its code.';
COMMENT ON COLUMN mart.overdue_dossier.holding_unit_id IS 'Who has it.';
COMMENT ON COLUMN mart.overdue_dossier.holding_unit_code IS 'Its code.';
COMMENT ON COLUMN mart.overdue_dossier.holding_since IS 'Since when.';
COMMENT ON COLUMN mart.overdue_dossier.step IS 'The step it is at, as the source tells.';
COMMENT ON COLUMN mart.overdue_dossier.procedure_code IS 'The procedure.';
COMMENT ON COLUMN mart.overdue_dossier.sector_code IS 'Its sector.';
COMMENT ON COLUMN mart.overdue_dossier.submitted_at IS 'When it was handed in.';
COMMENT ON COLUMN mart.overdue_dossier.received_at IS 'When it was received; null: not yet.';
COMMENT ON COLUMN mart.overdue_dossier.accept_by IS 'Of an online dossier that was not accepted yet: until when it must be.';
COMMENT ON COLUMN mart.overdue_dossier.due_original IS 'The first due date.';
COMMENT ON COLUMN mart.overdue_dossier.due_at IS 'The due date in force.';
COMMENT ON COLUMN mart.overdue_dossier.level IS 'What to see to first.';
COMMENT ON COLUMN mart.overdue_dossier.levels IS 'All levels that it has, what to do first coming first.';
COMMENT ON COLUMN mart.overdue_dossier.is_same_day IS 'Its procedure counts hours, or ends on the day of the reception.';
COMMENT ON COLUMN mart.overdue_dossier.working_days_left IS 'Working days from the day of as_of to the due date; null: overdue, or no due date.';
COMMENT ON COLUMN mart.overdue_dossier.working_days_overdue IS 'Working days since the due date; null where it is not overdue.';
COMMENT ON COLUMN mart.overdue_dossier.share_of_time_used IS 'Working time since the reception as a share of that up to the due date; above 1: overdue.';
COMMENT ON COLUMN mart.overdue_dossier.extension_count IS 'How often it was re-appointed; allowed is once.';
COMMENT ON COLUMN mart.overdue_dossier.apology_issued_at IS 'When the last apology was sent.';
COMMENT ON COLUMN mart.overdue_dossier.apology_deadline IS 'Last day on which an apology with a new date may be sent: the working day before the due date (Decree 61/2018/NĐ-CP, Art. 19.9); null: it was re-appointed already, or has no due date.';
COMMENT ON COLUMN mart.overdue_dossier.supplement_rounds IS 'How often supplements were asked for; from the second on the portal counts it as overdue.';
COMMENT ON COLUMN mart.overdue_dossier.cause_code IS 'Cause of the delay, as the source tells.';
COMMENT ON COLUMN mart.overdue_dossier.as_of IS 'The business clock of the look.';
CREATE INDEX overdue_dossier_by_unit ON mart.overdue_dossier (unit_id);

CREATE TABLE core.alert (
    alert_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id text NOT NULL,
    dossier_code text NOT NULL,
    level text NOT NULL REFERENCES mart.alert_level,
    unit_id integer NOT NULL REFERENCES core.unit,
    raised_at timestamptz NOT NULL,
    escalated_at timestamptz,
    ended_at timestamptz,
    ended_because text CHECK (ended_because IN ('resolved', 'passed_on', 'waiting')),
    CHECK ((ended_at IS NULL) = (ended_because IS NULL))
);
COMMENT ON TABLE core.alert IS 'What was told to whom: one row from the moment at which a dossier reaches a level until it leaves it.';
COMMENT ON COLUMN core.alert.unit_id IS 'Who is told.';
COMMENT ON COLUMN core.alert.raised_at IS 'Business clock of the list that told it first.';
COMMENT ON COLUMN core.alert.escalated_at IS 'When the area was told that it stays open.';
COMMENT ON COLUMN core.alert.ended_because IS 'resolved: nothing is left to see to; passed_on: it reached another level; waiting: it waits for the citizen.';
CREATE UNIQUE INDEX one_open_alert ON core.alert (source_id, dossier_code, level, unit_id) WHERE ended_at IS NULL;

CREATE TABLE audit.alert_run (
    run_on date NOT NULL,
    slot text NOT NULL CHECK (slot IN ('morning', 'early_afternoon', 'late_afternoon')),
    as_of timestamptz NOT NULL,
    raised integer NOT NULL,
    resolved integer NOT NULL,
    escalated integer NOT NULL,
    lists integer NOT NULL,
    PRIMARY KEY (run_on, slot)
);
COMMENT ON TABLE audit.alert_run IS 'Each look at the dossiers whose outcome was told: one a slot of a working day.';

CREATE TABLE audit.alert_list (
    list_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('morning', 'update', 'digest')),
    run_on date NOT NULL,
    slot text NOT NULL,
    unit_id integer REFERENCES core.unit,
    area_id integer REFERENCES core.area,
    as_of timestamptz NOT NULL,
    open_before integer NOT NULL,
    UNIQUE NULLS NOT DISTINCT (run_on, slot, unit_id, area_id),
    CHECK ((unit_id IS NULL) <> (area_id IS NULL)),
    CHECK ((kind = 'digest') = (area_id IS NOT NULL)),
    FOREIGN KEY (run_on, slot) REFERENCES audit.alert_run
);
COMMENT ON TABLE audit.alert_list IS 'A list for one unit, or the digest for one area, to be delivered once.';
COMMENT ON COLUMN audit.alert_list.open_before IS 'Dossiers that were told before and are still open; they are counted, not repeated.';

CREATE TABLE audit.alert_list_item (
    list_id bigint NOT NULL REFERENCES audit.alert_list ON DELETE CASCADE,
    alert_id bigint NOT NULL REFERENCES core.alert,
    what text NOT NULL CHECK (what IN ('new', 'resolved', 'escalated', 'worst')),
    told jsonb NOT NULL,
    PRIMARY KEY (list_id, alert_id, what)
);
COMMENT ON TABLE audit.alert_list_item IS 'What a list says of a dossier, as it was then.';
COMMENT ON COLUMN audit.alert_list_item.told IS 'The row of mart.overdue_dossier at that time; of a resolved one what is still known.';
-- Each removed row asks whether anything still refers to it.
CREATE INDEX alert_list_item_by_alert ON audit.alert_list_item (alert_id);

CREATE TABLE audit.alert_list_count (
    list_id bigint NOT NULL REFERENCES audit.alert_list ON DELETE CASCADE,
    unit_id integer NOT NULL REFERENCES core.unit,
    level text NOT NULL REFERENCES mart.alert_level,
    open integer NOT NULL CHECK (open >= 0),
    held integer NOT NULL DEFAULT 0 CHECK (held >= 0),
    PRIMARY KEY (list_id, unit_id, level)
);
COMMENT ON TABLE audit.alert_list_count IS 'The dossiers that need attention among which a list stands, each once, by unit and the level to see to first.';
COMMENT ON COLUMN audit.alert_list_count.open IS 'Dossiers that the unit received, whose first level this is; in lists made before version 1.1.0 open alerts.';
COMMENT ON COLUMN audit.alert_list_count.held IS 'Dossiers that the unit has and another one received, whose first level this is.';
