-- Purpose:    which cases count as interlinked (liên thông) themselves and how they ended, and who owes an apology for lateness.
-- Grain:      one case that counts as interlinked itself, or that was late under the rule by which the late agency apologises.
-- Reads:      case_dossier, case_end, case_wait, case_state, case_holder, core.dossier, core.interlinked_procedure,
--             core.interlinked_dossier, core.late_agency, core.interlinked_total_ends_on, core.is_stopped_unanswered,
--             core.outage_times.
-- Writes:     temporary table case_interlinked.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_interlinked ON COMMIT DROP AS
WITH concerned AS MATERIALIZED (
    SELECT
        dossier.case_id,
        dossier.calendar_code,
        dossier.received_at,
        dossier.received_on,
        dossier.own_interlinked_group,
        state.first_late_on IS NOT NULL AND dossier.who_apologises = 'late_agency' AS is_owed_by_late_agency,
        state.first_late_on,
        case_end.ended_at,
        case_end.ended_on,
        case_end.outcome
    FROM case_dossier AS dossier
    INNER JOIN case_state AS state ON dossier.case_id = state.case_id
    LEFT JOIN case_end ON dossier.case_id = case_end.case_id
    WHERE
        dossier.own_interlinked_group IS NOT NULL
        OR (state.first_late_on IS NOT NULL AND dossier.who_apologises = 'late_agency')
),

wait AS (
    SELECT
        concerned.case_id,
        range_agg(tstzrange(case_wait.since, case_wait.until)) AS times,
        -- Of the last request, where one was never answered.
        CASE
            WHEN bool_or(case_wait.state = 'waiting_supplement' AND case_wait.until IS NULL)
                THEN max(case_wait.since) FILTER (WHERE case_wait.state = 'waiting_supplement')
        END AS unanswered_since
    FROM concerned
    INNER JOIN case_wait ON concerned.case_id = case_wait.case_id
    GROUP BY concerned.case_id
),

-- Once for each day of reception: the law of the day says whether outages count.
outage AS MATERIALIZED (
    SELECT received.day, core.outage_times(NULL, received.day) AS times
    FROM (
        SELECT DISTINCT concerned.received_on AS day
        FROM concerned
        WHERE concerned.own_interlinked_group IS NOT NULL AND concerned.ended_on IS NOT NULL
    ) AS received
),

-- A case of a group's own procedure counts as interlinked itself, unless a record of it does.
counted AS (
    SELECT
        concerned.*,
        CASE WHEN record.is_known IS NULL THEN concerned.own_interlinked_group END AS group_code,
        record.is_known OR of_group.is_known AS is_interlinked
    FROM concerned
    LEFT JOIN LATERAL (
        SELECT TRUE AS is_known
        FROM core.interlinked_dossier AS pair
        WHERE pair.case_id = concerned.case_id AND NOT pair.is_deleted
        LIMIT 1
    ) AS record ON TRUE
    LEFT JOIN LATERAL (
        SELECT TRUE AS is_known
        FROM core.dossier
        INNER JOIN core.interlinked_procedure AS own_group
            ON dossier.procedure_code = own_group.procedure_code AND own_group.valid @> dossier.received_on
        WHERE dossier.case_id = concerned.case_id
        LIMIT 1
    ) AS of_group ON TRUE
)

SELECT
    counted.case_id,
    counted.group_code,
    -- Under the later rule the agency that has the step owes the apology, not the commune.
    CASE
        WHEN counted.is_owed_by_late_agency AND counted.is_interlinked
            THEN core.late_agency(counted.case_id, counted.first_late_on, holder.unit_id)
    END AS late_agency,
    -- Decree 63/2024 as amended by Decree 301/2026: by the limit of the whole, else by the due date.
    CASE
        WHEN counted.group_code IS NOT NULL AND counted.ended_on IS NOT NULL
            THEN coalesce(
                counted.ended_on > core.interlinked_total_ends_on(
                    counted.group_code,
                    counted.calendar_code,
                    counted.received_on,
                    counted.received_at,
                    FALSE,
                    (coalesce(wait.times, '{}') + outage.times)
                    * tstzmultirange(tstzrange(counted.received_at, counted.ended_at))
                ),
                counted.outcome = 'resolved_overdue'
            )
    END AS is_late,
    CASE
        WHEN counted.group_code IS NOT NULL AND counted.ended_on IS NOT NULL
            THEN core.is_stopped_unanswered(
                counted.calendar_code, wait.unanswered_since, counted.ended_at, counted.received_on
            )
    END AS is_stopped
FROM counted
LEFT JOIN wait ON counted.case_id = wait.case_id
LEFT JOIN outage ON counted.received_on = outage.day
LEFT JOIN case_holder AS holder
    ON
        counted.case_id = holder.case_id
        AND holder.times @> (counted.first_late_on + 1)::timestamptz - interval '1 second'
