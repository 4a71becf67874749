-- Purpose:    create the layers: staging, quarantine, core, mart, audit, and who may do what in them.
-- Grain:      one schema a layer.
-- Reads:      nothing.
-- Writes:     schemas, default privileges and the table of the schema's version; the roles exist already (made by the stack).
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE SCHEMA staging;
CREATE SCHEMA quarantine;
CREATE SCHEMA core;
CREATE SCHEMA mart;
CREATE SCHEMA audit;

COMMENT ON SCHEMA staging IS 'Typed rows of batches under way; unlogged, thrown away after publish.';
COMMENT ON SCHEMA quarantine IS 'Records that could not be used, each with its reasons.';
COMMENT ON SCHEMA core IS 'Facts: units, procedures, cases, dossiers with versions, flags, applied contributions.';
COMMENT ON SCHEMA mart IS 'What people and BI read: dimensions, measures, indicators, forms, publications.';
COMMENT ON SCHEMA audit IS 'Batches, pages, positions, touched cases, the business clock.';

GRANT USAGE ON SCHEMA staging, quarantine, core, mart, audit TO onestop_pipeline;
GRANT USAGE ON SCHEMA mart TO onestop_reader;

ALTER DEFAULT PRIVILEGES IN SCHEMA staging, quarantine, core, mart, audit
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO onestop_pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA staging, quarantine, core, mart, audit
    GRANT USAGE ON SEQUENCES TO onestop_pipeline;
ALTER DEFAULT PRIVILEGES IN SCHEMA mart GRANT SELECT ON TABLES TO onestop_reader;

CREATE TABLE public.alembic_version (
    version_num varchar(32) CONSTRAINT alembic_version_pkc PRIMARY KEY
);
COMMENT ON TABLE public.alembic_version IS 'Number of the latest migration of the warehouse. The name is that of the tool which ran the migrations of 1.0.0.';
