-- Purpose:    transactions that changed rows on which every figure depends are noted, so that a refresh looks for a change only
--             then.
-- Grain:      one table and transaction.
-- Reads:      nothing.
-- Writes:     audit.catalogue_change.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE audit.catalogue_change (
    changed_table text NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (changed_table, transaction_id)
);
COMMENT ON TABLE audit.catalogue_change IS 'Transactions that changed a row of a table on which every figure depends: stored measures, successions of units, members of areas, kinds of periods. The next refresh takes the rows away and compares the contents with those that the figures were made by.';
COMMENT ON COLUMN audit.catalogue_change.changed_table IS 'The table that was written to; *: any, since triggers and views were made anew.';
COMMENT ON COLUMN audit.catalogue_change.transaction_id IS 'Number of the transaction, by the server.';
