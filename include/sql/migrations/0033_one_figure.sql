-- Purpose:    from which day on a province folds form II.06a, and what an alert list counts of dossiers of other units.
-- Grain:      see the comment of each column.
-- Reads:      nothing.
-- Writes:     core.form_folding, audit.alert_list_count.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE core.form_folding ADD COLUMN valid_from date NOT NULL DEFAULT '2018-01-01';
ALTER TABLE core.form_folding DROP CONSTRAINT form_folding_pkey;
ALTER TABLE core.form_folding ADD CONSTRAINT form_folding_pkey PRIMARY KEY (area_code, figure, valid_from);
ALTER TABLE core.form_folding ALTER COLUMN printed_as DROP NOT NULL;
COMMENT ON COLUMN core.form_folding.valid_from IS 'Periods that end on this day or later are printed so, up to the next row of the figure.';
COMMENT ON COLUMN core.form_folding.printed_as IS 'Column that it is added to; null: printed beside the form again.';

ALTER TABLE audit.alert_list_count ADD COLUMN held integer NOT NULL DEFAULT 0 CHECK (held >= 0);
COMMENT ON COLUMN audit.alert_list_count.held IS 'Dossiers that the unit has and another one received, whose first level this is.';
COMMENT ON COLUMN audit.alert_list_count.open IS 'Dossiers that the unit received, whose first level this is; in lists made before version 1.1.0 open alerts.';
COMMENT ON TABLE audit.alert_list_count IS 'The dossiers that need attention among which a list stands, each once, by unit and the level to see to first.';
COMMENT ON COLUMN audit.alert_list.open_before IS 'Dossiers that were told before and are still open; they are counted, not repeated.';
