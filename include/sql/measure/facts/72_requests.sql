-- Purpose:    the touched interlinked requests (liên thông) with what their dossiers add.
-- Grain:      one request.
-- Reads:      touched_request, core.interlinked_request, core.procedure, core.is_stopped_unanswered.
-- Writes:     temporary table request.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE request ON COMMIT DROP AS
SELECT
    known.*,
    coalesce(of_group.sector_code, known.child_sector_code, '?') AS sector_code,
    known.ended_at::date AS ended_on,
    -- The window that the citizen has is over, and nothing came (Decree 63/2024, Art. 8.1.b, by Decree 301/2026).
    known.partner_status = 6
    AND core.is_stopped_unanswered(
        known.calendar_code, known.unanswered_since, known.ended_at, known.rule_on
    ) AS is_stopped
FROM touched_request
CROSS JOIN LATERAL (
    SELECT of_request.*
    FROM core.interlinked_request AS of_request
    WHERE of_request.counted_as = touched_request.counted_as
    OFFSET 0
) AS known
CROSS JOIN LATERAL (
    SELECT min(procedure.sector_code) AS sector_code
    FROM core.procedure
    WHERE
        procedure.source_id = known.source_id
        AND procedure.interlinked_group = known.interlinked_group
        AND NOT procedure.is_deleted
) AS of_group
