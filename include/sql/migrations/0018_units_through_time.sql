-- Purpose:    units of before and after the reform of 1 July 2025, and which went into which.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schema core.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE core.unit DROP CONSTRAINT unit_kind_check;
ALTER TABLE core.unit ADD CONSTRAINT unit_kind_check
CHECK (kind IN ('province', 'district', 'department', 'commune', 'agency'));
ALTER TABLE core.unit ADD COLUMN is_fed boolean NOT NULL DEFAULT TRUE;
COMMENT ON COLUMN core.unit.is_fed IS 'A source has named the unit. One that only the country''s list knows has no figures of its own until a source does, and takes name and parent from the first that does.';
-- Thousands of units, looked up by the code that a feed sends.
CREATE INDEX unit_by_code ON core.unit (unit_code);

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
