-- Purpose:    what digitization, results and fees of a dossier come to, for the measures that count them.
-- Grain:      one dossier.
-- Reads:      nothing.
-- Writes:     staging.dossier, core.dossier, core.dossier_version.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.
-- Dossiers that were read before have nulls here until their next version.

ALTER TABLE staging.dossier
    ADD COLUMN component_count smallint,
    ADD COLUMN digitized_count smallint,
    ADD COLUMN is_reused boolean,
    ADD COLUMN is_from_national_store boolean,
    ADD COLUMN is_population_linked boolean,
    ADD COLUMN has_result_file boolean,
    ADD COLUMN has_electronic_result boolean,
    ADD COLUMN is_free boolean;
ALTER TABLE core.dossier
    ADD COLUMN component_count smallint,
    ADD COLUMN digitized_count smallint,
    ADD COLUMN is_reused boolean,
    ADD COLUMN is_from_national_store boolean,
    ADD COLUMN is_population_linked boolean,
    ADD COLUMN has_result_file boolean,
    ADD COLUMN has_electronic_result boolean,
    ADD COLUMN is_free boolean;
ALTER TABLE core.dossier_version
    ADD COLUMN component_count smallint,
    ADD COLUMN digitized_count smallint,
    ADD COLUMN is_reused boolean,
    ADD COLUMN is_from_national_store boolean,
    ADD COLUMN is_population_linked boolean,
    ADD COLUMN has_result_file boolean,
    ADD COLUMN has_electronic_result boolean,
    ADD COLUMN is_free boolean;
COMMENT ON COLUMN core.dossier.component_count IS 'Submitted papers (thành phần hồ sơ) that were not taken back.';
COMMENT ON COLUMN core.dossier.digitized_count IS 'Of these papers, the digitized ones (DuocSoHoa).';
COMMENT ON COLUMN core.dossier.is_reused IS 'A paper was reused (DuocTaiSuDung 1 or 2).';
COMMENT ON COLUMN core.dossier.is_from_national_store IS 'A paper came from the national personal store (DuocLayTuKhoDMQG).';
COMMENT ON COLUMN core.dossier.is_population_linked IS 'The national population database was looked into (MaCSDL 7).';
COMMENT ON COLUMN core.dossier.has_result_file IS 'A result with a file.';
COMMENT ON COLUMN core.dossier.has_electronic_result IS 'A result with a file and a code (kết quả điện tử).';
COMMENT ON COLUMN core.dossier.is_free IS 'Every fee of a list that is not empty is zero: nothing had to be paid.';
