-- Purpose:    statements that may have changed what every figure depends on are noted, so that a refresh looks for a change only
--             then.
-- Grain:      one statement.
-- Reads:      nothing.
-- Writes:     audit.catalogue_change.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE audit.catalogue_change (
    change_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_table text NOT NULL
);
COMMENT ON TABLE audit.catalogue_change IS 'Statements that wrote to a table on which every figure depends: stored measures, successions of units, members of areas, kinds of periods. The next refresh takes the rows away and compares the contents with those that the figures were made by.';
COMMENT ON COLUMN audit.catalogue_change.change_no IS 'Number of the statement.';
COMMENT ON COLUMN audit.catalogue_change.changed_table IS 'The table that was written to; *: any, since triggers and views were made anew.';
