-- Purpose:    tell the units of the country's list from those that only a source knows, and keep which parent a source names.
-- Grain:      one unit; one record of a unit.
-- Reads:      nothing.
-- Writes:     core.unit, core.unit_record, audit.position.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE core.unit ADD COLUMN is_listed boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN core.unit.is_listed IS 'The unit is in the country''s list: its name, parent and span come from the reviewed files of include/reference/units only. The others take theirs from the source that names them.';
COMMENT ON COLUMN core.unit.is_fed IS 'A source has named the unit. One that only the country''s list knows has no figures of its own until a source does.';

ALTER TABLE core.unit_record ADD COLUMN parent_code text;
COMMENT ON COLUMN core.unit_record.parent_code IS 'Code of the unit above it, as the source says; null: none told. By it a commune belongs to the area of its province.';

-- Units are read again from the beginning, as if they had never been read: what earlier versions made of a row that spans
-- several units of one code is made good, and each record gets its parent.
DELETE FROM core.unit_record;
UPDATE audit.position SET
    generation = position.generation + 1,
    updated_since = NULL,
    cursor = NULL,
    high_water = NULL
WHERE position.feed = 'units';
