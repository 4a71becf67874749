-- Purpose:    dossiers that were at work at an earlier moment and not overdue then.
-- Grain:      one main dossier that had a due date, and waited for no supplement.
-- Reads:      core.dossier, core.case, core.case_fact.
-- Writes:     temporary table open_case.
-- Parameters: as_of.
-- Rerun:      gone at the end of the transaction.
--
-- Its due date is the one in force then, and its end is not used. Unit, sector and procedure are those of today.
CREATE TEMPORARY TABLE open_case ON COMMIT DROP AS
WITH open_then AS (
    SELECT
        dossier.*,
        fact.last_holder_id,
        fact.sector_code AS counted_sector_code,
        fact.procedure_code AS counted_procedure_code
    FROM core.dossier
    INNER JOIN core."case"
        ON
            dossier.case_id = "case".case_id
            AND dossier.source_id = "case".source_id
            AND dossier.dossier_code = "case".dossier_code
    INNER JOIN core.case_fact AS fact ON dossier.case_id = fact.case_id
    WHERE
        dossier.received_at < %(as_of)s::timestamptz
        AND coalesce(dossier.ended_at, 'infinity') > %(as_of)s::timestamptz
        AND NOT dossier.is_deleted
        AND NOT dossier.is_test
),

dated AS (
    SELECT
        open_then.case_id,
        coalesce(
            max(change.due_after) FILTER (WHERE change.changed_at <= %(as_of)s::timestamptz),
            min(change.due_before) FILTER (WHERE change.changed_at > %(as_of)s::timestamptz)
        ) AS due_at
    FROM open_then
    CROSS JOIN LATERAL (
        SELECT supplement.answered_at AS changed_at, supplement.due_before, supplement.due_after
        FROM jsonb_to_recordset(open_then.supplements)
            AS supplement (answered_at timestamptz, due_before timestamptz, due_after timestamptz)
        UNION ALL
        SELECT apology.apologised_at, apology.due_before, apology.due_after
        FROM jsonb_to_recordset(open_then.extensions)
            AS apology (apologised_at timestamptz, due_before timestamptz, due_after timestamptz)
    ) AS change
    GROUP BY open_then.case_id
)

SELECT
    open_then.case_id,
    open_then.receiving_unit_id,
    open_then.last_holder_id AS holding_unit_id,
    open_then.counted_sector_code AS sector_code,
    open_then.counted_procedure_code AS procedure_code,
    open_then.received_at,
    coalesce(dated.due_at, open_then.due_at) AS due_at,
    open_then.supplements
FROM open_then
LEFT JOIN dated ON open_then.case_id = dated.case_id
WHERE
    coalesce(dated.due_at, open_then.due_at) >= (%(as_of)s::timestamptz)::date
    AND NOT EXISTS (
        SELECT 1
        FROM jsonb_to_recordset(open_then.supplements) AS supplement (requested_at timestamptz, answered_at timestamptz)
        WHERE
            supplement.requested_at <= %(as_of)s::timestamptz
            AND coalesce(supplement.answered_at, 'infinity') > %(as_of)s::timestamptz
    )
