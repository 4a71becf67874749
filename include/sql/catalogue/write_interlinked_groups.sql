-- Purpose:    enter groups of interlinked procedures, and take out those that are gone.
-- Grain:      one group.
-- Reads:      nothing.
-- Writes:     core.interlinked_group.
-- Parameters: entries (JSON, new or changed), gone (JSON, taken out).
-- Rerun:      changes nothing the second time.
WITH gone AS (
    DELETE FROM core.interlinked_group
    USING jsonb_populate_recordset(NULL::core.interlinked_group, %(gone)s::jsonb) AS gone_entry
    WHERE interlinked_group.group_code = gone_entry.group_code
)

INSERT INTO core.interlinked_group (
    group_code, name_vi, source
)
SELECT
    entry.group_code,
    entry.name_vi,
    entry.source
FROM jsonb_populate_recordset(NULL::core.interlinked_group, %(entries)s::jsonb) AS entry
ON CONFLICT (group_code) DO UPDATE SET
    name_vi = excluded.name_vi,
    source = excluded.source
