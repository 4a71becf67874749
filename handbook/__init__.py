"""The pages in docs/reference: made from the code, the DAG files and a migrated database, by ``make docs``."""
