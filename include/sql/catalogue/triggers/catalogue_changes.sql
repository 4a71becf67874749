-- Purpose:    note each transaction that changes a row of a table on which every figure depends.
-- Grain:      one trigger a table.
-- Reads:      audit.catalogue_change, core.area_member, core.unit_succession, mart.measure, mart.period_kind.
-- Writes:     triggers and their function; audit.catalogue_change.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.
-- A row in a table of its own, not a mark in audit.measure_state: who reads units must not wait for the writer of the figures.

CREATE OR REPLACE FUNCTION audit.note_catalogue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.catalogue_change (changed_table)
    VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME)
    ON CONFLICT (changed_table, transaction_id) DO NOTHING;
    RETURN NULL;
END $$;

-- By row: a statement that finds nothing to change is no change.
CREATE OR REPLACE TRIGGER measure_noted AFTER INSERT OR UPDATE OR DELETE ON mart.measure
FOR EACH ROW EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER measure_emptied AFTER TRUNCATE ON mart.measure
FOR EACH STATEMENT EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER period_kind_noted AFTER INSERT OR UPDATE OR DELETE ON mart.period_kind
FOR EACH ROW EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER period_kind_emptied AFTER TRUNCATE ON mart.period_kind
FOR EACH STATEMENT EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER unit_succession_noted AFTER INSERT OR UPDATE OR DELETE ON core.unit_succession
FOR EACH ROW EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER unit_succession_emptied AFTER TRUNCATE ON core.unit_succession
FOR EACH STATEMENT EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER area_member_noted AFTER INSERT OR UPDATE OR DELETE ON core.area_member
FOR EACH ROW EXECUTE FUNCTION audit.note_catalogue_change();
CREATE OR REPLACE TRIGGER area_member_emptied AFTER TRUNCATE ON core.area_member
FOR EACH STATEMENT EXECUTE FUNCTION audit.note_catalogue_change();

-- While they were away, a migration may have written to any of them.
INSERT INTO audit.catalogue_change (changed_table) VALUES ('*');
