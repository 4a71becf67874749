-- Purpose:    whether the planner knows far less of facts and counts than there is by now: after a first load, or a part of it.
-- Grain:      one boolean.
-- Reads:      core.case_fact, core.day_count (the number of rows that their statistics tell of).
-- Writes:     nothing.
-- Parameters: taken (cases that were counted now).
-- Rerun:      reads only.
-- A quarter more facts make no other plan; a table that nobody looked at since it was emptied has -1 rows.
SELECT min(known.reltuples) < 4 * %(taken)s AS are_old
FROM pg_catalog.pg_class AS known
WHERE known.oid IN ('core.case_fact'::regclass, 'core.day_count'::regclass)
