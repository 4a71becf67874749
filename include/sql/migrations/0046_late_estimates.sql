-- Purpose:    estimates of which open dossiers will be late, what they are made from, and what became of them.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes and comments.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE mart.late_estimate_limit (
    sector_code text PRIMARY KEY,
    is_shown boolean,
    high_from numeric NOT NULL CHECK (high_from <= 1),
    medium_from numeric NOT NULL CHECK (medium_from >= 0),
    min_cases integer NOT NULL CHECK (min_cases > 0),
    min_settled integer NOT NULL CHECK (min_settled > 0),
    CHECK (medium_from < high_from)
);
COMMENT ON TABLE mart.late_estimate_limit IS 'How estimates of late dossiers are made and shown, by sector; * for sectors without a row of their own.';
COMMENT ON COLUMN mart.late_estimate_limit.sector_code IS 'The sector, or *.';
COMMENT ON COLUMN mart.late_estimate_limit.is_shown IS 'Whether estimates are shown; null: where they were better than the simple rule.';
COMMENT ON COLUMN mart.late_estimate_limit.high_from IS 'Probability from which the risk is high.';
COMMENT ON COLUMN mart.late_estimate_limit.medium_from IS 'Probability from which the risk is medium.';
COMMENT ON COLUMN mart.late_estimate_limit.min_cases IS 'Earlier cases that a group must have; with fewer the next, larger group is used.';
COMMENT ON COLUMN mart.late_estimate_limit.min_settled IS 'Estimates with a known outcome that a comparison needs.';

CREATE TABLE core.case_pace (
    case_id uuid PRIMARY KEY,
    publish_seq bigint NOT NULL,
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    due_on date NOT NULL,
    is_late boolean NOT NULL,
    last_tenth smallint NOT NULL CHECK (last_tenth BETWEEN -1 AND 9)
);
COMMENT ON TABLE core.case_pace IS 'How much of its time limit each resolved case took, in working time without waits for the citizen: what estimates learn from.';
COMMENT ON COLUMN core.case_pace.publish_seq IS 'That of the fact which the row was computed from.';
COMMENT ON COLUMN core.case_pace.holding_unit_id IS 'Who had it when it ended.';
COMMENT ON COLUMN core.case_pace.due_on IS 'Its last due date. From the next day on it is known whether it was late.';
COMMENT ON COLUMN core.case_pace.is_late IS 'It ended after the due date.';
COMMENT ON COLUMN core.case_pace.last_tenth IS 'Last tenth of its time limit in which it was open: 0 is the first, 9 the last or later; -1: it ended at its reception.';
CREATE INDEX case_pace_by_due_date ON core.case_pace (due_on);

CREATE TABLE core.late_count (
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 6),
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    tenth smallint NOT NULL CHECK (tenth BETWEEN 0 AND 9),
    cases integer NOT NULL CHECK (cases > 0),
    late_cases integer NOT NULL CHECK (late_cases BETWEEN 0 AND cases),
    PRIMARY KEY (level, holding_unit_id, sector_code, procedure_code, tenth)
);
COMMENT ON TABLE core.late_count IS 'Of cases that were due before the day of the counts: how many were still open at the start of a tenth of their time limit, and how many of these ended late. Counted anew each day.';
COMMENT ON COLUMN core.late_count.level IS 'What the cases have in common: 1 procedure and unit, 2 sector and unit, 3 unit, 4 procedure, 5 sector, 6 nothing.';
COMMENT ON COLUMN core.late_count.holding_unit_id IS 'The unit that had them; 0: any.';
COMMENT ON COLUMN core.late_count.sector_code IS 'Their sector; *: any.';
COMMENT ON COLUMN core.late_count.procedure_code IS 'Their procedure; *: any.';
COMMENT ON COLUMN core.late_count.tenth IS 'The tenth of the time limit: 0 is the first, 9 the last.';
COMMENT ON COLUMN core.late_count.cases IS 'Cases that were still open at its start.';
COMMENT ON COLUMN core.late_count.late_cases IS 'Of these, the cases that ended late or are overdue.';

CREATE TABLE audit.estimate_day (
    estimated_on date PRIMARY KEY,
    as_of timestamptz NOT NULL,
    is_replayed boolean NOT NULL,
    estimates integer NOT NULL
);
COMMENT ON TABLE audit.estimate_day IS 'Days for which open dossiers were estimated.';
COMMENT ON COLUMN audit.estimate_day.estimated_on IS 'The day.';
COMMENT ON COLUMN audit.estimate_day.as_of IS 'Business clock of the last estimate of the day.';
COMMENT ON COLUMN audit.estimate_day.is_replayed IS 'The day had passed already: it was estimated afterwards, from cases that were due before it.';
COMMENT ON COLUMN audit.estimate_day.estimates IS 'Dossiers that have an estimate of the day.';

CREATE TABLE mart.late_estimate (
    case_id uuid NOT NULL,
    estimated_on date NOT NULL,
    as_of timestamptz NOT NULL,
    unit_id integer NOT NULL,
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    due_at timestamptz NOT NULL,
    minutes_used integer NOT NULL,
    minutes_limit integer NOT NULL CHECK (minutes_limit > 0),
    tenth smallint NOT NULL CHECK (tenth BETWEEN 0 AND 9),
    level smallint NOT NULL CHECK (level BETWEEN 1 AND 6),
    cases integer NOT NULL CHECK (cases > 0),
    late_cases integer NOT NULL CHECK (late_cases BETWEEN 0 AND cases),
    probability numeric NOT NULL CHECK (probability BETWEEN 0 AND 1),
    simple_probability numeric NOT NULL CHECK (simple_probability BETWEEN 0 AND 1),
    risk text NOT NULL CHECK (risk IN ('high', 'medium', 'low')),
    outcome text CHECK (outcome IN ('late', 'in_time', 'not_counted')),
    PRIMARY KEY (case_id, estimated_on)
);
COMMENT ON TABLE mart.late_estimate IS 'Estimates (ước tính): how probable it is that an open dossier will be late, one row a dossier and day; internal. Not estimated is what has no due date, is overdue, is signed, or waits for the citizen.';
COMMENT ON COLUMN mart.late_estimate.estimated_on IS 'The day of the estimate.';
COMMENT ON COLUMN mart.late_estimate.as_of IS 'Its moment, the last one of the day.';
COMMENT ON COLUMN mart.late_estimate.unit_id IS 'The receiving unit.';
COMMENT ON COLUMN mart.late_estimate.holding_unit_id IS 'Who has the dossier.';
COMMENT ON COLUMN mart.late_estimate.due_at IS 'The due date in force.';
COMMENT ON COLUMN mart.late_estimate.minutes_used IS 'Working minutes since the reception, without waits for the citizen.';
COMMENT ON COLUMN mart.late_estimate.minutes_limit IS 'Working minutes from the reception to the due date, without waits for the citizen; of a limit in days to the end of the last day.';
COMMENT ON COLUMN mart.late_estimate.tenth IS 'The tenth of the time limit that it has reached: 0 is the first, 9 the last.';
COMMENT ON COLUMN mart.late_estimate.level IS 'The earlier cases that it is compared with have in common: 1 procedure and unit, 2 sector and unit, 3 unit, 4 procedure, 5 sector, 6 nothing.';
COMMENT ON COLUMN mart.late_estimate.cases IS 'Earlier cases that were still open at the start of the same tenth.';
COMMENT ON COLUMN mart.late_estimate.late_cases IS 'Of these, the cases that were late.';
COMMENT ON COLUMN mart.late_estimate.probability IS 'Estimated probability that it will be late: late_cases by cases.';
COMMENT ON COLUMN mart.late_estimate.simple_probability IS 'The same by the simple rule: the share of late cases among all that were open at the start of the same tenth.';
COMMENT ON COLUMN mart.late_estimate.risk IS 'The probability in words: high, medium, low; the limits are those of the day.';
COMMENT ON COLUMN mart.late_estimate.outcome IS 'What became of it: late, in_time, or not_counted (withdrawn, refused, stopped, deleted); null: not known yet.';
CREATE INDEX late_estimate_by_day ON mart.late_estimate (estimated_on);
CREATE INDEX late_estimate_without_outcome ON mart.late_estimate (case_id) WHERE outcome IS NULL;
GRANT MAINTAIN ON core.case_pace TO onestop_pipeline; -- noqa
