-- Purpose:    what is counted: measures, periods, facts of cases, counts by day, figures.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE mart.measure (
    measure text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('flow', 'stock', 'opening', 'sum', 'distinct', 'distribution')),
    parts text[],
    share numeric CHECK (share > 0 AND share < 1),
    definition text NOT NULL,
    source text NOT NULL,
    feed text NOT NULL DEFAULT 'dossiers' REFERENCES audit.feed,
    counts text[] NOT NULL DEFAULT '{}',
    condition text,
    amount text,
    CHECK ((kind IN ('flow', 'stock')) = (parts IS NULL)),
    CHECK ((kind = 'distribution') = (share IS NOT NULL))
);
COMMENT ON TABLE mart.measure IS 'Measures with their kind of aggregation: a flow adds up over days; a stock is read at the end of a period, opening at its start; a sum adds its parts; distinct counts the procedures with any of its parts; a distribution gives the share (0.5: median) of its part''s durations.';
COMMENT ON COLUMN mart.measure.parts IS 'The measures that this one is made of.';
COMMENT ON COLUMN mart.measure.counts IS 'Where a flow is counted: at the reception, at the end, or at moments of their own.';
COMMENT ON COLUMN mart.measure.condition IS 'Which cases it counts, as a condition on core.case_fact.';
COMMENT ON COLUMN mart.measure.amount IS 'What it adds up instead of cases, a column of core.case_fact.';

CREATE TABLE mart.indicator (
    indicator_code text NOT NULL,
    indicator_version integer NOT NULL,
    name_vi text NOT NULL,
    value_kind text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('higher_is_better', 'lower_is_better', 'none')),
    numerator text[] NOT NULL,
    denominator text[],
    definition_vi text NOT NULL,
    source text NOT NULL,
    valid daterange NOT NULL,
    unit_vi text NOT NULL DEFAULT 'hồ sơ',
    scale numeric NOT NULL DEFAULT 1 CHECK (scale > 0),
    is_main boolean NOT NULL DEFAULT FALSE,
    group_vi text NOT NULL DEFAULT 'Tiến độ, kết quả giải quyết',
    differs text NOT NULL DEFAULT '',
    less text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (indicator_code, indicator_version),
    CONSTRAINT ratio_has_denominator CHECK ((value_kind IN ('ratio', 'mean')) = (denominator IS NOT NULL)),
    CONSTRAINT value_kind_is_known CHECK (value_kind IN ('count', 'ratio', 'mean', 'median'))
);
COMMENT ON TABLE mart.indicator IS 'Indicators as rows: numerator and denominator are sums of the named measures; a zero denominator gives null with the reason zero_denominator.';
COMMENT ON COLUMN mart.indicator.numerator IS 'Measures of mart.measure and figures of core.figure that are added up.';
COMMENT ON COLUMN mart.indicator.denominator IS 'Measures and figures that the numerator is divided by; null for a count and a median.';
COMMENT ON COLUMN mart.indicator.scale IS 'The value is numerator over denominator, divided by this: 480 turns working minutes into working days.';
COMMENT ON COLUMN mart.indicator.is_main IS 'Values are stored by sector, for days and weeks and for every role; of the others only for the receiving role, all sectors and longer periods. mart.period_figure has every measure they are made of.';
COMMENT ON COLUMN mart.indicator.differs IS 'In what it differs from the national portal and from known software.';
COMMENT ON COLUMN mart.indicator.less IS 'Measures and figures taken off the numerator, which does not fall below 0.';

-- A list is written entry by entry, so two entries may have the same place until the transaction ends (DEFERRABLE).
CREATE TABLE mart.period_kind (
    kind text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    name_vi text NOT NULL,
    by_sector boolean NOT NULL,
    bases text[] NOT NULL CHECK (bases <@ ARRAY['receiving', 'responsible', 'holding']),
    has_form boolean NOT NULL,
    all_indicators boolean NOT NULL,
    kept interval NOT NULL,
    compared_after interval CHECK (compared_after > interval '0'),
    CHECK (NOT has_form OR by_sector),
    CONSTRAINT kept_until_compared CHECK (kept > compared_after)
);
COMMENT ON TABLE mart.period_kind IS 'Kinds of reporting periods, and what is stored of each: by sector or for all only, for which roles, with form II.06a or not, every indicator or the main ones, and how far back figures are computed.';
COMMENT ON COLUMN mart.period_kind.kept IS 'Periods that ended longer ago than this before the business clock are not opened.';
COMMENT ON COLUMN mart.period_kind.compared_after IS 'How much earlier the period lies that a change is measured from; null where there is none. Parts of a year compare with the same part of the year before.';

CREATE TABLE mart.custom_period (
    period_start date NOT NULL,
    period_end date NOT NULL,
    PRIMARY KEY (period_start, period_end),
    CHECK (period_start <= period_end)
);
COMMENT ON TABLE mart.custom_period IS 'Free ranges of days, both ends inclusive, that somebody asked for; the writer opens a period of the kind custom for each.';
COMMENT ON COLUMN mart.custom_period.period_start IS 'First day.';
COMMENT ON COLUMN mart.custom_period.period_end IS 'Last day.';

CREATE TABLE mart.period (
    period_id text PRIMARY KEY,
    kind text NOT NULL REFERENCES mart.period_kind,
    period_start date NOT NULL,
    period_end date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed', 'restated')),
    counted_to date NOT NULL,
    period_no integer GENERATED BY DEFAULT AS IDENTITY UNIQUE,
    CHECK (period_start <= counted_to AND counted_to <= period_end),
    CHECK (
        period_id
        = kind || ':' || to_char(period_start, 'YYYY-MM-DD') || ':' || to_char(period_end, 'YYYY-MM-DD')
    )
);
COMMENT ON TABLE mart.period IS 'Reporting periods, both ends inclusive, id kind:start:end; closed once the business clock has passed the end, restated once its figures moved after something had been published of it.';
COMMENT ON COLUMN mart.period.counted_to IS 'Last day that the figures of this period include: the end once closed, the clock''s day while open.';
COMMENT ON COLUMN mart.period.period_no IS 'Short number of the period, for tables that have many rows of it; given in the order of opening.';

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

CREATE TABLE core.case_fact_history (
    case_id uuid NOT NULL,
    publish_seq bigint NOT NULL,
    before_seq bigint NOT NULL,
    fact core.case_fact NOT NULL,
    PRIMARY KEY (case_id, publish_seq),
    CHECK (publish_seq < before_seq)
);
COMMENT ON TABLE core.case_fact_history IS 'What a case was counted by before, kept where something was published while it was; append-only.';
COMMENT ON COLUMN core.case_fact_history.publish_seq IS 'The change with which the case began to count so.';
COMMENT ON COLUMN core.case_fact_history.before_seq IS 'The change with which it ceased to.';
COMMENT ON COLUMN core.case_fact_history.fact IS 'As in core.case_fact. Of what was counted before there were facts, every count is a moment.';
CREATE INDEX case_fact_history_by_end ON core.case_fact_history (before_seq);

-- With free space in its pages (fillfactor) a changed row stays in its page, and no index needs a new entry.
CREATE TABLE core.day_count (
    day date NOT NULL,
    receiving_unit_id integer NOT NULL,
    responsible_unit_id integer NOT NULL,
    holding_unit_id integer NOT NULL,
    sector_code text NOT NULL,
    procedure_code text NOT NULL,
    PRIMARY KEY (receiving_unit_id, day, responsible_unit_id, holding_unit_id, sector_code, procedure_code)
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

CREATE TABLE mart.figure (
    period_no integer NOT NULL,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    subject_kind text NOT NULL CHECK (subject_kind IN ('unit', 'area')),
    subject_id integer NOT NULL,
    sector_code text NOT NULL,
    PRIMARY KEY (period_no, basis, subject_kind, subject_id, sector_code)
) WITH (fillfactor = 85);
COMMENT ON TABLE mart.figure IS 'What adds up of a unit or area in a period: flows of the days up to where the period is counted, stocks at the end of that day, openings at the end of the day before the period; null is none. The writer adds to it what changed in the counts by day. Sums, distinct counts and percentiles are made when figures are read (mart.period_figure).';
COMMENT ON COLUMN mart.figure.period_no IS 'The period (mart.period). Without a foreign key, which would be looked at for each row that is written.';

CREATE TABLE mart.counted_unit (
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    PRIMARY KEY (unit_id, basis)
);
COMMENT ON TABLE mart.counted_unit IS 'Units that have figures in a role, even where nothing happened: the communes that a source has named, and whoever has counts by day in it, own or of a unit that it took in as a whole. Kept by the writer.';
COMMENT ON COLUMN mart.counted_unit.unit_id IS 'The unit.';

CREATE TABLE audit.measure_state (
    is_only_row boolean DEFAULT TRUE PRIMARY KEY CHECK (is_only_row),
    applied_seq bigint NOT NULL,
    catalogue_digest text,
    data_as_of timestamptz,
    unread_feeds text[] NOT NULL DEFAULT '{}',
    draining_to bigint,
    drained_case uuid,
    build integer NOT NULL DEFAULT 1,
    measures_digest text,
    is_rebuilding boolean NOT NULL DEFAULT FALSE,
    CONSTRAINT drains_beyond_what_is_applied CHECK (draining_to > applied_seq),
    CONSTRAINT only_a_drain_has_drained CHECK (drained_case IS NULL OR draining_to IS NOT NULL)
);
COMMENT ON TABLE audit.measure_state IS 'The highest publish sequence whose touched cases are in the mart, and the measures, successions and memberships that its figures follow.';
COMMENT ON COLUMN audit.measure_state.data_as_of IS 'Earliest moment up to which every configured source had been read when the figures last caught up with the facts.';
COMMENT ON COLUMN audit.measure_state.unread_feeds IS 'Feeds that no configured source had been read to the end of by then: what is counted from them is unknown, not nothing.';
COMMENT ON COLUMN audit.measure_state.draining_to IS 'The publish sequence up to which touched cases are being taken into the measures; null between two drains.';
COMMENT ON COLUMN audit.measure_state.drained_case IS 'Touched cases up to this id are in the measures, in the order of ids.';
COMMENT ON COLUMN audit.measure_state.build IS 'How often the measures were made anew, and once more.';
COMMENT ON COLUMN audit.measure_state.measures_digest IS 'Digest of what each measure counts; another one has every case counted again. Null: not taken yet.';
COMMENT ON COLUMN audit.measure_state.is_rebuilding IS 'The next drain, or the one under way, takes every case and record of core, touched or not; a migration that lets all be counted again sets it too.';
INSERT INTO audit.measure_state (applied_seq) VALUES (0);

-- The pipeline analyses these tables, so that statements are planned by what they hold.
GRANT MAINTAIN ON core.case_fact, core.day_count, core.duration_count, mart.figure TO onestop_pipeline; -- noqa
