-- Purpose:    touch the old and the new case of every dossier with changed kin.
-- Grain:      one case.
-- Reads:      kin.
-- Writes:     audit.touched.
-- Parameters: publish_seq.
-- Rerun:      adds nothing the second time.
INSERT INTO audit.touched (publish_seq, case_id)
SELECT %(publish_seq)s::bigint, kin.former_case_id
FROM kin
UNION
SELECT %(publish_seq)s::bigint, kin.case_id
FROM kin
ON CONFLICT (publish_seq, case_id) DO NOTHING
