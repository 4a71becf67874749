-- Purpose:    enter kinds of agencies of interlinked steps, and take out those that are gone.
-- Grain:      one kind of agencies.
-- Reads:      nothing.
-- Writes:     core.interlinked_agency.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.interlinked_agency
    USING jsonb_populate_recordset(NULL::core.interlinked_agency, %(gone)s::jsonb) AS gone_entry
    WHERE interlinked_agency.agency = gone_entry.agency
)

INSERT INTO core.interlinked_agency (
    agency, ordinal, name_vi, words, systems, source
)
SELECT
    entry.agency,
    entry.ordinal,
    entry.name_vi,
    entry.words,
    entry.systems,
    entry.source
FROM jsonb_populate_recordset(NULL::core.interlinked_agency, %(entries)s::jsonb) AS entry
ON CONFLICT (agency) DO UPDATE SET
    ordinal = excluded.ordinal,
    name_vi = excluded.name_vi,
    words = excluded.words,
    systems = excluded.systems,
    source = excluded.source
