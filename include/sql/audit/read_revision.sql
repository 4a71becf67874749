-- Purpose:    the number of the latest migration.
-- Grain:      one row; none: the warehouse is new.
-- Reads:      public.alembic_version.
-- Writes:     nothing.
-- Parameters: none.
-- Rerun:      reads only.
SELECT version_num FROM public.alembic_version
