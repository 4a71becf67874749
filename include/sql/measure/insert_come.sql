-- Purpose:    remember what the touched cases now count as.
-- Grain:      one row of core.contribution_applied.
-- Reads:      come.
-- Writes:     core.contribution_applied.
-- Parameters: none.
-- Rerun:      under the writer lock and in the transaction that moves the applied sequence, so once.
INSERT INTO core.contribution_applied
SELECT come.* FROM come
