-- Purpose:    record the number of the latest migration.
-- Grain:      the one row of public.alembic_version.
-- Reads:      nothing.
-- Writes:     public.alembic_version.
-- Parameters: revision.
-- Rerun:      the same number changes nothing.
MERGE INTO public.alembic_version AS known
USING (SELECT %(revision)s::text AS revision) AS latest ON TRUE
WHEN MATCHED THEN UPDATE SET version_num = latest.revision
WHEN NOT MATCHED THEN INSERT (version_num) VALUES (latest.revision)
