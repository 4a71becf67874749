-- One warehouse database: who owns it and who may enter. What they may see inside is granted by the migrations.
--
-- Grain:      one database; safe to run again
-- Run by:     psql as superuser, after 10-roles.sql
-- Parameters: environment variables ONESTOP_WAREHOUSE_DATABASE, and ONESTOP_TEMPLATE_DATABASE, the database to copy
\set ON_ERROR_STOP on
\getenv warehouse ONESTOP_WAREHOUSE_DATABASE
\getenv template ONESTOP_TEMPLATE_DATABASE

SELECT format('CREATE DATABASE %I OWNER onestop_owner TEMPLATE %I STRATEGY FILE_COPY', :'warehouse', :'template')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'warehouse')
\gexec

-- Local dates must not depend on where the server runs.
ALTER DATABASE :"warehouse" SET timezone TO 'Asia/Ho_Chi_Minh';

REVOKE ALL ON DATABASE :"warehouse" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"warehouse" TO onestop_pipeline;
GRANT CONNECT ON DATABASE :"warehouse" TO onestop_reader;
