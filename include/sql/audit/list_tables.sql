-- Purpose:    the tables of the five schemas.
-- Grain:      one row a table.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT concat_ws('.', schemaname, tablename) AS name
FROM pg_catalog.pg_tables
WHERE schemaname IN ('staging', 'quarantine', 'core', 'mart', 'audit')
ORDER BY name
