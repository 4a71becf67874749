-- Roles of the server and the database of Airflow.
--
-- Grain:      one server; safe to run again, passwords then become the given ones.
-- Run by:     psql as superuser, from the embedded launcher and from the entry point of the container.
-- Parameters: environment variables ONESTOP_OWNER_PASSWORD, ONESTOP_PIPELINE_PASSWORD, ONESTOP_READER_PASSWORD,
--             AIRFLOW_DATABASE_PASSWORD (the environment, since arguments can be seen by other users)
\set ON_ERROR_STOP on
\getenv owner_password ONESTOP_OWNER_PASSWORD
\getenv pipeline_password ONESTOP_PIPELINE_PASSWORD
\getenv reader_password ONESTOP_READER_PASSWORD
\getenv airflow_password AIRFLOW_DATABASE_PASSWORD

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['onestop_owner', 'onestop_pipeline', 'onestop_reader', 'airflow']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
\gexec

ALTER ROLE onestop_owner PASSWORD :'owner_password';
ALTER ROLE onestop_pipeline PASSWORD :'pipeline_password';
ALTER ROLE onestop_reader PASSWORD :'reader_password';
ALTER ROLE airflow PASSWORD :'airflow_password';

-- The reader looks, whatever it is granted by mistake one day.
ALTER ROLE onestop_reader SET default_transaction_read_only = on;

SELECT 'CREATE DATABASE airflow OWNER airflow'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'airflow')
\gexec

REVOKE ALL ON DATABASE airflow FROM PUBLIC;
