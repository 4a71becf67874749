-- Purpose:    what reading noticed of a record, codes as the source spells them, and cases of several dossiers.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schemas staging and core.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE staging.record ADD COLUMN noticed text[] NOT NULL DEFAULT '{}';
ALTER TABLE staging.record ADD COLUMN dossier_code text;
COMMENT ON COLUMN staging.record.noticed IS 'Kinds of repair and doubt that reading noticed, named as the rules that tell of them.';

ALTER TABLE staging.dossier DROP COLUMN status;
ALTER TABLE staging.dossier ADD COLUMN status_raw text;
ALTER TABLE staging.dossier ADD COLUMN procedure_code_raw text;
ALTER TABLE staging.dossier ADD COLUMN is_test boolean;
ALTER TABLE staging.dossier ADD COLUMN has_dummy_identity boolean;
ALTER TABLE staging.dossier ADD COLUMN has_truncated_text boolean;
ALTER TABLE staging.dossier ADD COLUMN has_copied_result boolean;
ALTER TABLE staging.event DROP COLUMN status;
ALTER TABLE staging.event ADD COLUMN status_raw text;
ALTER TABLE staging.procedure ADD COLUMN procedure_code_raw text;

CREATE TABLE core.code_map (
    list text NOT NULL CHECK (list IN ('status')),
    source_id text NOT NULL,
    schema_version text NOT NULL,
    raw text NOT NULL,
    meaning smallint CHECK (meaning BETWEEN 1 AND 10),
    PRIMARY KEY (list, source_id, schema_version, raw)
);
COMMENT ON TABLE core.code_map IS 'What a code of a source''s list means; * stands for any source or version, the more special row counts. No meaning: not to be guessed.';
INSERT INTO core.code_map (list, source_id, schema_version, raw, meaning)
SELECT 'status', '*', '*', code::text, code FROM generate_series(1, 10) AS code;

ALTER TABLE core.unit_code DROP CONSTRAINT unit_code_scheme_check;
ALTER TABLE core.unit_code ADD CONSTRAINT unit_code_scheme_check CHECK (scheme IN ('gso', 'agency', 'mirrored'));
COMMENT ON COLUMN core.unit_code.scheme IS 'gso: 5-digit statistical code; agency: as the catalogue names it; mirrored: the same agency code in the other of the two schemes (QCVN 102:2016 leaf first, Decision 20/2020/QD-TTg root first).';

ALTER TABLE core.procedure ADD COLUMN procedure_code_raw text;
COMMENT ON COLUMN core.procedure.procedure_code_raw IS 'The code as the catalogue spells it, with its suffix if it has one.';

ALTER TABLE core.dossier ADD COLUMN is_test boolean NOT NULL DEFAULT FALSE;
ALTER TABLE core.dossier ADD COLUMN is_national_copy boolean NOT NULL DEFAULT FALSE;
COMMENT ON COLUMN core.dossier.is_test IS 'Applicant, e-mail or abstract say that it is a test: counts nowhere.';
COMMENT ON COLUMN core.dossier.is_national_copy IS 'Told by the national portal under its own code: the local record of the same case decides.';
CREATE INDEX dossier_by_code ON core.dossier (dossier_code);
CREATE INDEX dossier_by_other_code ON core.dossier (other_code) WHERE other_code IS NOT NULL;

-- A version belongs to its dossier; to which case that belongs may change without a new version.
ALTER TABLE core.dossier_version DROP COLUMN case_id;
ALTER TABLE core.dossier_version ADD COLUMN is_test boolean NOT NULL DEFAULT FALSE;
ALTER TABLE core.dossier_version ADD COLUMN is_national_copy boolean NOT NULL DEFAULT FALSE;

COMMENT ON TABLE core."case" IS 'One citizen request with its main dossier; its id follows from the least source and code of its dossiers, never from the order of arrival.';
