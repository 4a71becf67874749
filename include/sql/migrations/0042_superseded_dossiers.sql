-- Purpose:    keep a version of a dossier when it is superseded, not beside every current one; one index less on dossiers.
-- Grain:      see the comment of each table.
-- Reads:      core.dossier_version.
-- Writes:     core.superseded_dossier, core.dossier.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

-- The current version stands in core.dossier; the view core.dossier_version shows both.
CREATE TABLE core.superseded_dossier (LIKE core.dossier_version);
INSERT INTO core.superseded_dossier
SELECT version.*
FROM core.dossier_version AS version
WHERE
    NOT EXISTS (
        SELECT 1
        FROM core.dossier
        WHERE
            dossier.source_id = version.source_id
            AND dossier.dossier_code = version.dossier_code
            AND dossier.publish_seq = version.publish_seq
    );
DROP TABLE core.dossier_version;
ALTER TABLE core.superseded_dossier
    ADD PRIMARY KEY (source_id, dossier_code, source_updated_at, read_as_of, record_hash);
COMMENT ON TABLE core.superseded_dossier IS 'Versions of dossiers that a newer one took the place of.';

-- A code is looked up of one source and of all: one index serves both.
ALTER TABLE core.dossier DROP CONSTRAINT dossier_pkey;
ALTER TABLE core.dossier ADD PRIMARY KEY (dossier_code, source_id);
DROP INDEX core.dossier_by_code;
