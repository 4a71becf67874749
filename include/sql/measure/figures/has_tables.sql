-- Purpose:    whether the temporary tables for what is added to figures are there.
-- Grain:      one boolean.
-- Reads:      the catalogue of the database.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT to_regclass('pg_temp.moved_day') IS NOT NULL AS are_there
