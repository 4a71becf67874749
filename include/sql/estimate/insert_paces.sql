-- Purpose:    how much of its time limit each resolved case took, for cases that are new or have changed.
-- Grain:      one case that was resolved and has a due date.
-- Reads:      core.case_fact, core.case, core.dossier, core.unit_calendar, core.office_clock.
-- Writes:     core.case_pace.
-- Parameters: none.
-- Rerun:      inserts nothing the second time.
INSERT INTO core.case_pace (
    case_id, publish_seq, holding_unit_id, sector_code, procedure_code, due_on, is_late, last_tenth
)
WITH resolved AS (
    SELECT fact.*
    FROM core.case_fact AS fact
    WHERE
        fact.outcome IN ('resolved_early', 'resolved_on_time', 'resolved_overdue')
        AND NOT EXISTS (
            SELECT 1
            FROM core.case_pace
            WHERE case_pace.case_id = fact.case_id
        )
),

-- Used working time comes without waits, so the waits are what is missing to the whole; they lengthen no limit.
-- A limit of a day and more ends with its last day, as the figures count it.
timed AS (
    SELECT
        resolved.*,
        dossier.due_at::date AS due_on,
        coalesce(resolved.processing_minutes, 0) * 60 AS used,
        CASE WHEN due.seconds - received.seconds < 28800 THEN due.seconds ELSE evening.seconds END
        - ended.seconds
        + coalesce(resolved.processing_minutes, 0) * 60 AS allowed
    FROM resolved
    INNER JOIN core."case" ON resolved.case_id = "case".case_id
    INNER JOIN core.dossier
        ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
    INNER JOIN core.unit_calendar ON dossier.receiving_unit_id = unit_calendar.unit_id
    LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, dossier.received_at) AS received ON TRUE
    LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, dossier.ended_at) AS ended ON TRUE
    LEFT JOIN LATERAL core.office_clock(unit_calendar.calendar_code, dossier.due_at) AS due ON TRUE
    LEFT JOIN LATERAL
        core.office_clock(unit_calendar.calendar_code, (dossier.due_at::date + 1)::timestamptz) AS evening
        ON TRUE
    WHERE dossier.due_at IS NOT NULL
)

SELECT
    timed.case_id,
    timed.publish_seq,
    timed.last_holder_id,
    timed.sector_code,
    timed.procedure_code,
    timed.due_on,
    timed.outcome = 'resolved_overdue',
    CASE
        WHEN timed.outcome = 'resolved_overdue' OR timed.used >= timed.allowed THEN 9
        ELSE ceil(10.0 * timed.used / timed.allowed) - 1
    END
FROM timed
WHERE timed.allowed IS NOT NULL
