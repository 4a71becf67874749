-- Purpose:    what a case is counted by, as one typed row, and counts by day and units that are made of these rows.
-- Grain:      one case; one day, set of units, sector and procedure.
-- Reads:      core.contribution_applied, core.contribution_history.
-- Writes:     types core.case_moment, core.case_stretch; tables core.case_fact, core.case_fact_history, core.day_count,
--             core.duration_count, mart.measure, audit.measure_state; drops core.contribution_applied,
--             core.contribution_history, mart.measure_day, mart.duration_day, domain mart.tally, type core.step.
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
    -- Rows move where they are: a moved row beside its former self needs no new entry in four indexes.
) WITH (fillfactor = 80);
COMMENT ON TABLE core.day_count IS 'Flows of a day, and the cases that enter and leave each stock with that day, by the units in their three roles, sector and procedure; null is none. Mostly the three are one unit, so mart.measure_day, which has them by role, is a view over this. Days may lie ahead: a case due tomorrow enters overdue the day after.';
COMMENT ON COLUMN core.day_count.receiving_unit_id IS 'Unit that received; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.responsible_unit_id IS 'Unit that is responsible; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.holding_unit_id IS 'Unit that had the case; 0: the role has no part in it.';
COMMENT ON COLUMN core.day_count.procedure_code IS 'Procedure; ?: not known, or a record that is no case.';
CREATE INDEX day_count_by_responsible ON core.day_count (responsible_unit_id, day);
CREATE INDEX day_count_by_holding ON core.day_count (holding_unit_id, day);
CREATE INDEX day_count_by_day ON core.day_count (day);

CREATE TABLE core.duration_count (
    day date NOT NULL,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer NOT NULL,
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    minutes integer NOT NULL CHECK (minutes >= 0),
    n integer NOT NULL CHECK (n > 0),
    PRIMARY KEY (receiving_unit_id, day, responsible_unit_id, holding_unit_id, sector_code, minutes)
);
COMMENT ON TABLE core.duration_count IS 'How many cases resolved on a day took how many working minutes, by the units in their three roles and sector; mart.duration_day is a view over this.';
COMMENT ON COLUMN core.duration_count.holding_unit_id IS 'Unit that had the case when it ended.';
CREATE INDEX duration_count_by_responsible ON core.duration_count (responsible_unit_id, day);
CREATE INDEX duration_count_by_holding ON core.duration_count (holding_unit_id, day);
GRANT MAINTAIN ON core.case_fact, core.day_count, core.duration_count TO onestop_pipeline; -- noqa

CREATE TABLE core.case_fact_history (
    case_id uuid NOT NULL,
    publish_seq bigint NOT NULL,
    before_seq bigint NOT NULL,
    fact core.case_fact NOT NULL,
    PRIMARY KEY (case_id, publish_seq),
    CHECK (publish_seq < before_seq)
);
CREATE INDEX case_fact_history_by_end ON core.case_fact_history (before_seq);
COMMENT ON TABLE core.case_fact_history IS 'What a case was counted by before, kept where something was published while it was; append-only.';
COMMENT ON COLUMN core.case_fact_history.publish_seq IS 'The change with which the case began to count so.';
COMMENT ON COLUMN core.case_fact_history.before_seq IS 'The change with which it ceased to.';
COMMENT ON COLUMN core.case_fact_history.fact IS 'As in core.case_fact. Of what was counted before there were facts, every count is a moment.';

ALTER TABLE mart.measure ADD COLUMN counts text[] NOT NULL DEFAULT '{}';
ALTER TABLE mart.measure ADD COLUMN condition text;
ALTER TABLE mart.measure ADD COLUMN amount text;
COMMENT ON COLUMN mart.measure.counts IS 'Where a flow is counted: at the reception, at the end, or at moments of their own.';
COMMENT ON COLUMN mart.measure.condition IS 'Which cases it counts, as a condition on core.case_fact.';
COMMENT ON COLUMN mart.measure.amount IS 'What it adds up instead of cases, a column of core.case_fact.';

-- What was counted before explains what was published: every count becomes a moment of a fact.
CREATE TEMPORARY TABLE former_fact ON COMMIT DROP AS
WITH former AS (
    SELECT
        applied.case_id,
        applied.publish_seq,
        NULL::bigint AS before_seq,
        applied.build,
        applied.counts
    FROM core.contribution_applied AS applied
    UNION ALL
    SELECT
        history.case_id,
        history.publish_seq,
        history.before_seq,
        0,
        history.counts
    FROM core.contribution_history AS history
)

SELECT
    former.case_id,
    former.publish_seq,
    former.before_seq,
    former.build,
    told.receiving_unit_id,
    told.responsible_unit_id,
    told.holding_unit_id,
    told.sector_code,
    told.procedure_code,
    told.moments
FROM former
CROSS JOIN LATERAL (
    SELECT
        coalesce(min((one.counts ->> 'receiving')::integer), 0) AS receiving_unit_id,
        coalesce(min((one.counts ->> 'responsible')::integer), 0) AS responsible_unit_id,
        coalesce(min((one.counts ->> 'holding')::integer), 0) AS holding_unit_id,
        coalesce(min(one.counts ->> 'sector_code'), '?') AS sector_code,
        coalesce(min(one.counts ->> 'procedure_code'), '?') AS procedure_code,
        array_agg(
            (
                measured.measure,
                one.counts ->> 'day',
                one.counts ->> 'receiving',
                one.counts ->> 'responsible',
                one.counts ->> 'holding',
                measured.n
            )::core.case_moment
            ORDER BY one.counts ->> 'day', measured.measure, one.place
        ) AS moments
    FROM jsonb_array_elements(former.counts) WITH ORDINALITY AS one (counts, place)
    CROSS JOIN LATERAL jsonb_each_text(
        one.counts - ARRAY['day', 'receiving', 'responsible', 'holding', 'sector_code', 'procedure_code']
    ) AS measured (measure, n)
) AS told;

INSERT INTO core.case_fact (
    case_id, publish_seq, build, receiving_unit_id, responsible_unit_id, last_holder_id, sector_code, procedure_code,
    moments, stretches
)
SELECT
    former_fact.case_id,
    former_fact.publish_seq,
    former_fact.build,
    former_fact.receiving_unit_id,
    former_fact.responsible_unit_id,
    former_fact.holding_unit_id,
    former_fact.sector_code,
    former_fact.procedure_code,
    former_fact.moments,
    '{}'
FROM former_fact
WHERE former_fact.before_seq IS NULL AND former_fact.moments IS NOT NULL;

INSERT INTO core.case_fact_history (case_id, publish_seq, before_seq, fact)
SELECT
    former_fact.case_id,
    former_fact.publish_seq,
    former_fact.before_seq,
    jsonb_populate_record(NULL::core.case_fact, to_jsonb(former_fact) || '{"stretches": []}')
FROM former_fact
WHERE former_fact.before_seq IS NOT NULL AND former_fact.moments IS NOT NULL;

DROP TABLE former_fact, core.contribution_applied, core.contribution_history, mart.measure_day, mart.duration_day;
DROP DOMAIN mart.tally;

ALTER TABLE audit.measure_state ADD COLUMN measures_digest text;
COMMENT ON COLUMN audit.measure_state.measures_digest IS 'Digest of what each measure counts; another one has every case counted again. Null: not taken yet.';
-- Every case is counted again, by facts.
UPDATE audit.measure_state
SET build = measure_state.build + 1, applied_seq = 0, draining_to = NULL, drained_case = NULL, catalogue_digest = NULL;

-- Steps are rows of temporary tables now.
DROP TYPE core.step;
