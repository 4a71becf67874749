-- Purpose:    the working calendar of the country and of provinces with exceptions, as versioned rows.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schema core, and the kinds of audit.change.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

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
    FOREIGN KEY (calendar_code, version) REFERENCES core.calendar_version,
    CONSTRAINT in_order CHECK (
        morning_open < morning_close AND morning_close <= afternoon_open AND afternoon_open < afternoon_close
    ),
    CONSTRAINT eight_hours CHECK (
        (morning_close - morning_open) + (afternoon_close - afternoon_open) = interval '8 hours'
    )
);
COMMENT ON TABLE core.office_hours IS 'When one-stop offices are open on a working day, local time. A working day has 8 hours, so that hours and working days convert.';
COMMENT ON COLUMN core.office_hours.late_after IS 'A dossier received after this time is passed on at the start of the next working day (Decree 61/2018/NĐ-CP, Art. 18.2).';
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
    FOREIGN KEY (calendar_code, version) REFERENCES core.calendar_version,
    CONSTRAINT eight_hours_a_day CHECK (opened_minutes_before = working_days_before * 480)
);
COMMENT ON TABLE core.working_day IS 'Every day of a calendar, 2019 to 2031, with what was worked before it: a duration in working time is two look-ups and a subtraction.';
COMMENT ON COLUMN core.working_day.is_in_force IS 'The row is of the calendar''s highest version, which counts.';
COMMENT ON COLUMN core.working_day.working_days_before IS 'Working days from the first day of the calendar to the day before; of a working day also its index, from 0.';
COMMENT ON COLUMN core.working_day.opened_minutes_before IS 'Minutes that offices were open from the first day of the calendar to the day before.';
COMMENT ON COLUMN core.working_day.morning_open_second IS 'Hours of the day by core.office_hours, this and the next four in seconds after local midnight, also where nobody works.';
-- The keys of the two look-ups; that there is one row in force is by constraint.
CREATE UNIQUE INDEX working_day_in_force ON core.working_day (day, calendar_code) WHERE is_in_force;
CREATE UNIQUE INDEX working_day_by_place ON core.working_day (working_days_before, calendar_code) WHERE is_in_force AND is_working;

ALTER TABLE audit.change DROP CONSTRAINT change_kind_check;
ALTER TABLE audit.change ADD CONSTRAINT change_kind_check CHECK (kind IN ('batch', 'rebuild', 'calendar'));

-- By unit: which province a case belongs to decides its calendar.
CREATE INDEX area_member_by_unit ON core.area_member (unit_id);
