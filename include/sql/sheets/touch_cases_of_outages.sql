-- Purpose:    touch the interlinked cases that were under way during the outages of a sheet.
-- Grain:      one case or record.
-- Reads:      core.cases_of_outages.
-- Writes:     audit.touched.
-- Parameters: sheet_id, publish_seq.
-- Rerun:      adds nothing the second time.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT
    %(publish_seq)s::bigint,
    reached.case_id
FROM core.cases_of_outages(%(sheet_id)s) AS reached (case_id)
ON CONFLICT (publish_seq, case_id) DO NOTHING
