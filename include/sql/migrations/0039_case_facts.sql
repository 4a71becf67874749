-- Purpose:    what a case is counted by, as one typed row, and counts by day and units that are made of these rows.
-- Grain:      one case; one day, set of units, sector and procedure.
-- Reads:      nothing.
-- Writes:     types core.case_moment, core.case_stretch; tables core.case_fact, core.day_count, mart.measure.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TYPE core.case_moment AS (
    measure text,
    day date,
    receiving_unit_id integer,
    responsible_unit_id integer,
    holding_unit_id integer,
    n bigint
);
COMMENT ON TYPE core.case_moment IS 'Something that happened to a case on a day of its own: the measure that counts it, the units in their roles (null: the role has no part in it), and how much.';

CREATE TYPE core.case_stretch AS (
    state text,
    first_day date,
    next_day date,
    receiving_unit_id integer,
    responsible_unit_id integer,
    holding_unit_id integer
);
COMMENT ON TYPE core.case_stretch IS 'Days on which a case is in a state, from the first to the one before the next (null: for good), and the units in their roles (null: the role has no part in it). The state is the stock that counts it.';

CREATE TABLE core.case_fact (
    case_id uuid PRIMARY KEY,
    publish_seq bigint NOT NULL,
    build integer NOT NULL,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer NOT NULL,
    last_holder_id integer NOT NULL,
    received_on date,
    ended_on date,
    channel smallint,
    component_count integer,
    digitized_count integer,
    supplement_count smallint,
    processing_minutes integer,
    status_lag_minutes integer,
    has_due_date boolean,
    is_accepted_late boolean,
    is_digitized boolean,
    is_reused boolean,
    is_from_national_store boolean,
    is_population_linked boolean,
    is_payable boolean,
    is_paid_online boolean,
    is_resolved boolean,
    is_within_original boolean,
    is_within_limit boolean,
    is_timely_at_portal boolean,
    is_delayed_by_other boolean,
    is_interlinked_late boolean,
    is_interlinked_stopped boolean,
    has_result boolean,
    has_electronic_result boolean,
    has_result_file boolean,
    has_e_certified_copy boolean,
    has_ending_event boolean,
    outcome text,
    interlinked_group text,
    counted_group text,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    moments core.case_moment[] NOT NULL,
    stretches core.case_stretch[] NOT NULL
);
COMMENT ON TABLE core.case_fact IS 'Each counted case as one row of everything that a measure looks at, from facts alone and never from the clock; so too each record that counts on its own (feedback, survey answer, interlinked request), which has moments only. The measures are conditions over this row (include/catalogue/measures.yaml). It is what the figures hold of the case now: the writer subtracts it before it adds the new row.';
COMMENT ON COLUMN core.case_fact.publish_seq IS 'The change with which the case began to count so.';
COMMENT ON COLUMN core.case_fact.build IS 'The build of the figures that holds the row; what an earlier one held is in none.';
COMMENT ON COLUMN core.case_fact.last_holder_id IS 'Who has the case, or had it when it ended.';
COMMENT ON COLUMN core.case_fact.received_on IS 'Day of reception; null: a record that is no case.';
COMMENT ON COLUMN core.case_fact.ended_on IS 'Day of the end; null: open.';
COMMENT ON COLUMN core.case_fact.channel IS 'Where it was handed in: 1 at the counter, 2 online, 3 by post; null counts as 1.';
COMMENT ON COLUMN core.case_fact.component_count IS 'Submitted papers.';
COMMENT ON COLUMN core.case_fact.digitized_count IS 'Of these papers, the digitized ones.';
COMMENT ON COLUMN core.case_fact.supplement_count IS 'Requests for a supplement.';
COMMENT ON COLUMN core.case_fact.processing_minutes IS 'Working minutes from reception to end, waits for the citizen left out; null: not resolved.';
COMMENT ON COLUMN core.case_fact.status_lag_minutes IS 'Minutes between the ending event and the time at which the source told it; null: not known.';
COMMENT ON COLUMN core.case_fact.has_due_date IS 'It had a due date when it was received.';
COMMENT ON COLUMN core.case_fact.is_accepted_late IS 'Handed in online and accepted more than 8 working hours later (Decree 118/2025 Art. 17-18).';
COMMENT ON COLUMN core.case_fact.is_digitized IS 'A component is digitized.';
COMMENT ON COLUMN core.case_fact.is_reused IS 'A component was reused.';
COMMENT ON COLUMN core.case_fact.is_from_national_store IS 'A component came from the national personal store.';
COMMENT ON COLUMN core.case_fact.is_population_linked IS 'The population database was looked into.';
COMMENT ON COLUMN core.case_fact.is_payable IS 'Something must be paid: the procedure has a fee, and the dossier is not free.';
COMMENT ON COLUMN core.case_fact.is_paid_online IS 'Payable, and paid online.';
COMMENT ON COLUMN core.case_fact.is_resolved IS 'Ended with a result, neither refused nor withdrawn nor stopped.';
COMMENT ON COLUMN core.case_fact.is_within_original IS 'Resolved within the first due date, extensions left aside; null: not resolved, or without one.';
COMMENT ON COLUMN core.case_fact.is_within_limit IS 'Resolved without a due date, within the statutory limit; null: it has a due date, or there is no limit.';
COMMENT ON COLUMN core.case_fact.is_timely_at_portal IS 'Ended in any way by the due date, or by the statutory limit where there is none, with fewer than two requests for a supplement (Decision 766, 2.1).';
COMMENT ON COLUMN core.case_fact.is_delayed_by_other IS 'Another agency is named as the cause of the delay.';
COMMENT ON COLUMN core.case_fact.is_interlinked_late IS 'It counts as an interlinked case itself, and ended beyond the limit of the whole.';
COMMENT ON COLUMN core.case_fact.is_interlinked_stopped IS 'It counts as an interlinked case itself, and was stopped because no supplement came in time.';
COMMENT ON COLUMN core.case_fact.has_result IS 'The procedure yields a result.';
COMMENT ON COLUMN core.case_fact.has_electronic_result IS 'It has an electronic result: file and code.';
COMMENT ON COLUMN core.case_fact.has_result_file IS 'It has a file of its result.';
COMMENT ON COLUMN core.case_fact.has_e_certified_copy IS 'An electronic certified copy was issued.';
COMMENT ON COLUMN core.case_fact.has_ending_event IS 'The event that ended it is known.';
COMMENT ON COLUMN core.case_fact.outcome IS 'The measure that counts its end: resolved_early, resolved_on_time, resolved_overdue, resolved_no_due_date, refused, withdrawn, stopped; null: open.';
COMMENT ON COLUMN core.case_fact.interlinked_group IS 'Interlinked group of the procedure.';
COMMENT ON COLUMN core.case_fact.counted_group IS 'The group for which the case counts as interlinked itself: its procedure is the group''s own, and no record is about it.';
COMMENT ON COLUMN core.case_fact.sector_code IS 'Sector of the procedure on the day of reception, else the dossier''s own; ?: not known.';
COMMENT ON COLUMN core.case_fact.procedure_code IS 'Procedure; ?: not known, or a record.';
COMMENT ON COLUMN core.case_fact.moments IS 'What happened on days of its own, in order of day, measure and units.';
COMMENT ON COLUMN core.case_fact.stretches IS 'Its states by stretches of days, in order of state, day and units.';

CREATE TABLE core.day_count (
    day date NOT NULL,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer NOT NULL,
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    PRIMARY KEY (receiving_unit_id, day, responsible_unit_id, holding_unit_id, sector_code, procedure_code)
);
COMMENT ON TABLE core.day_count IS 'Flows of a day, and the cases that enter and leave each stock with that day, by the units in their three roles, sector and procedure; null is none. Mostly the three are one unit, so mart.measure_day, which has them by role, is a view over this. Days may lie ahead: a case due tomorrow enters overdue the day after.';
COMMENT ON COLUMN core.day_count.receiving_unit_id IS 'Unit that received; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.responsible_unit_id IS 'Unit that is responsible; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.holding_unit_id IS 'Unit that had the case; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.procedure_code IS 'Procedure; ?: not known, or a record that is no case.';
CREATE INDEX day_count_by_responsible ON core.day_count (responsible_unit_id, day);
CREATE INDEX day_count_by_holding ON core.day_count (holding_unit_id, day);
CREATE INDEX day_count_by_day ON core.day_count (day);

ALTER TABLE mart.measure ADD COLUMN counts text[] NOT NULL DEFAULT '{}';
ALTER TABLE mart.measure ADD COLUMN condition text;
ALTER TABLE mart.measure ADD COLUMN amount text;
COMMENT ON COLUMN mart.measure.counts IS 'Where a flow is counted: at the reception, at the end, or at moments of their own.';
COMMENT ON COLUMN mart.measure.condition IS 'Which cases it counts, as a condition on core.case_fact.';
COMMENT ON COLUMN mart.measure.amount IS 'What it adds up instead of cases, a column of core.case_fact.';
