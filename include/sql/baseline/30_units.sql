-- Purpose:    units with their codes and lives, areas, the working calendar, rules of law.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

-- Ids of units, codes and areas are given under the publish lock, one after the other: an aborted try leaves no gap,
-- so the same facts have the same ids however often they were interrupted.
CREATE TABLE core.unit (
    unit_id integer PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('province', 'district', 'department', 'commune', 'agency')),
    unit_code text NOT NULL,
    name text NOT NULL,
    name_sort text NOT NULL,
    parent_code text,
    valid daterange NOT NULL,
    is_fed boolean NOT NULL DEFAULT TRUE,
    is_listed boolean NOT NULL DEFAULT FALSE
);
COMMENT ON TABLE core.unit IS 'A unit of government in one span of its life; unit_code is the 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN core.unit.is_fed IS 'A source has named the unit. One that only the country''s list knows has no figures of its own until a source does.';
COMMENT ON COLUMN core.unit.is_listed IS 'The unit is in the country''s list: its name, parent and span come from the reviewed files of include/reference/units only. The others take theirs from the source that names them.';
-- The country has thousands of units; each feed looks them up by code.
CREATE INDEX unit_by_code ON core.unit (unit_code);

CREATE TABLE core.unit_code (
    code_id integer PRIMARY KEY,
    scheme text NOT NULL CHECK (scheme IN ('gso', 'agency', 'mirrored')),
    code text NOT NULL,
    UNIQUE (code, scheme)
);
COMMENT ON TABLE core.unit_code IS 'Codes by which sources name units; the integer key lets an alias be dated by an exclusion constraint.';
COMMENT ON COLUMN core.unit_code.scheme IS 'gso: 5-digit statistical code; agency: as the catalogue names it; mirrored: the same agency code in the other of the two schemes (QCVN 102:2016 leaf first, Decision 20/2020/QD-TTg root first).';

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
    parent_code text,
    PRIMARY KEY (source_id, agency_code)
);
COMMENT ON TABLE core.unit_record IS 'What a source last said of a unit, by its agency code.';
COMMENT ON COLUMN core.unit_record.parent_code IS 'Code of the unit above it, as the source says; null: none told. By it a commune belongs to the area of its province.';

CREATE TABLE core.unit_source (
    source_id text NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    PRIMARY KEY (source_id, unit_id)
);
COMMENT ON TABLE core.unit_source IS 'Which source has sent dossiers received by which unit.';

CREATE TABLE core.unit_succession (
    predecessor_id integer NOT NULL REFERENCES core.unit,
    successor_id integer NOT NULL REFERENCES core.unit,
    took_effect date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('whole', 'split')),
    PRIMARY KEY (predecessor_id, successor_id),
    CHECK (predecessor_id <> successor_id)
);
COMMENT ON TABLE core.unit_succession IS 'Which unit went into which: whole, or split over several. Figures of a whole one roll up into its successor; those of a split one cannot be told apart.';
CREATE UNIQUE INDEX whole_has_one_successor ON core.unit_succession (predecessor_id) WHERE kind = 'whole';
CREATE INDEX unit_succession_by_successor ON core.unit_succession (successor_id);

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
CREATE INDEX area_member_by_unit ON core.area_member (unit_id);

CREATE TABLE core.calendar_version (
    calendar_code text NOT NULL CHECK (calendar_code ~ '^(VN|[A-Z][0-9]{2})$'),
    version integer NOT NULL CHECK (version >= 1),
    digest text NOT NULL,
    reason text NOT NULL,
    installed_at timestamptz NOT NULL,
    publish_seq bigint,
    PRIMARY KEY (calendar_code, version)
);
COMMENT ON TABLE core.calendar_version IS 'Versions of the working calendar: VN for the country, a province''s agency code (H57) where it has exceptions. The highest version counts; earlier ones say what was counted with.';
COMMENT ON COLUMN core.calendar_version.digest IS 'SHA-256 of everything the version holds: the same content is never installed twice in a row.';
COMMENT ON COLUMN core.calendar_version.reason IS 'Why the version came, for people: the first, or which days changed.';
COMMENT ON COLUMN core.calendar_version.publish_seq IS 'The change that touched the cases of the changed days; null when there were none.';

CREATE TABLE core.office_hours (
    calendar_code text NOT NULL,
    version integer NOT NULL,
    valid daterange NOT NULL,
    morning_open time NOT NULL,
    morning_close time NOT NULL,
    afternoon_open time NOT NULL,
    afternoon_close time NOT NULL,
    late_after time NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (calendar_code, version, valid),
    CONSTRAINT eight_hours CHECK (
        ((morning_close - morning_open) + (afternoon_close - afternoon_open)) = interval '8 hours'
    ),
    CONSTRAINT in_order CHECK (
        morning_open < morning_close AND morning_close <= afternoon_open AND afternoon_open < afternoon_close
    ),
    FOREIGN KEY (calendar_code, version) REFERENCES core.calendar_version
);
COMMENT ON TABLE core.office_hours IS 'When one-stop offices are open on a working day, local time. A working day has 8 hours, so that hours and working days convert.';
COMMENT ON COLUMN core.office_hours.late_after IS 'What is received after this time is passed on at the start of the next working day (Decree 118/2025/NĐ-CP, Art. 18.2; before 1 July 2025 Decree 61/2018/NĐ-CP, Art. 18.2); whose limit waits as well, core.law_rule says.';
COMMENT ON COLUMN core.office_hours.document IS 'Where the hours come from.';

CREATE TABLE core.calendar_exception (
    calendar_code text NOT NULL,
    version integer NOT NULL,
    day date NOT NULL,
    is_working boolean NOT NULL,
    reason text NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (calendar_code, version, day),
    FOREIGN KEY (calendar_code, version) REFERENCES core.calendar_version
);
COMMENT ON TABLE core.calendar_exception IS 'Days on which people decided otherwise than weekends and the known public holidays say: swaps, and exceptions of a province.';

CREATE TABLE core.working_day (
    calendar_code text NOT NULL,
    version integer NOT NULL,
    day date NOT NULL,
    is_in_force boolean NOT NULL,
    is_working boolean NOT NULL,
    working_days_before integer NOT NULL CHECK (working_days_before >= 0),
    opened_minutes_before integer NOT NULL,
    morning_open_second integer NOT NULL,
    morning_close_second integer NOT NULL,
    afternoon_open_second integer NOT NULL,
    afternoon_close_second integer NOT NULL,
    late_after_second integer NOT NULL,
    PRIMARY KEY (calendar_code, version, day),
    CONSTRAINT eight_hours_a_day CHECK (opened_minutes_before = working_days_before * 480),
    FOREIGN KEY (calendar_code, version) REFERENCES core.calendar_version
);
COMMENT ON TABLE core.working_day IS 'Every day of a calendar, 2019 to 2031, with what was worked before it: a duration in working time is two look-ups and a subtraction.';
COMMENT ON COLUMN core.working_day.is_in_force IS 'The row is of the calendar''s highest version, which counts.';
COMMENT ON COLUMN core.working_day.working_days_before IS 'Working days from the first day of the calendar to the day before; of a working day also its index, from 0.';
COMMENT ON COLUMN core.working_day.opened_minutes_before IS 'Minutes that offices were open from the first day of the calendar to the day before.';
COMMENT ON COLUMN core.working_day.morning_open_second IS 'Hours of the day by core.office_hours, this and the next four in seconds after local midnight, also where nobody works.';
-- The keys of the two look-ups; they also ensure that only one version of a calendar is in force.
CREATE UNIQUE INDEX working_day_in_force ON core.working_day (day, calendar_code) WHERE is_in_force;
CREATE UNIQUE INDEX working_day_by_place ON core.working_day (working_days_before, calendar_code)
WHERE is_in_force AND is_working;

-- A range of hashes stands for the code in the exclusion constraint: this needs no extension.
CREATE TABLE core.law_rule (
    rule_code text NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid)),
    valid_from date GENERATED ALWAYS AS (lower(valid)) STORED NOT NULL,
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

CREATE TABLE core.law_counted (
    rule_code text NOT NULL,
    valid daterange NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (rule_code, valid)
);
COMMENT ON TABLE core.law_counted IS 'The rules of law by which cases were told to be counted last: what core.law_rule has otherwise touches the cases received on its days.';
COMMENT ON COLUMN core.law_counted.rule_code IS 'The rule.';
COMMENT ON COLUMN core.law_counted.valid IS 'Days of reception for which it held.';
COMMENT ON COLUMN core.law_counted.value IS 'What it said.';

-- The pipeline analyses these tables, so that statements are planned by what they hold.
GRANT MAINTAIN ON core.unit, core.unit_code, core.unit_alias, core.unit_succession, core.area, core.area_member -- noqa
TO onestop_pipeline;
