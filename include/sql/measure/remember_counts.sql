-- Purpose:    remember what the changed cases now count as, and forget those that count as nothing.
-- Grain:      one case.
-- Reads:      changed.
-- Writes:     core.contribution_applied.
-- Parameters: none.
-- Rerun:      changes nothing the second time.
MERGE INTO core.contribution_applied AS applied
USING changed ON applied.case_id = changed.case_id
WHEN MATCHED AND changed.come IS NULL THEN DELETE
WHEN MATCHED THEN UPDATE SET counts = changed.come
WHEN NOT MATCHED AND changed.come IS NOT NULL THEN INSERT (case_id, counts) VALUES (changed.case_id, changed.come)
