-- Purpose:    by how much each measure moves.
-- Grain:      one unit, basis, day and sector.
-- Reads:      come, gone.
-- Writes:     temporary table difference.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE difference ON COMMIT DROP AS
WITH signed AS (
    SELECT
        1 AS sign,
        come.*
    FROM come
    UNION ALL
    SELECT
        -1 AS sign,
        gone.*
    FROM gone
)

SELECT
    signed.unit_id,
    signed.basis,
    signed.day,
    signed.sector_code,
    sum(signed.sign * signed.received_in_person) AS received_in_person,
    sum(signed.sign * signed.received_online) AS received_online,
    sum(signed.sign * signed.received_postal) AS received_postal,
    sum(signed.sign * signed.resolved_early) AS resolved_early,
    sum(signed.sign * signed.resolved_on_time) AS resolved_on_time,
    sum(signed.sign * signed.resolved_overdue) AS resolved_overdue,
    sum(signed.sign * signed.resolved_no_due_date) AS resolved_no_due_date,
    sum(signed.sign * signed.withdrawn) AS withdrawn,
    sum(signed.sign * signed.refused) AS refused,
    sum(signed.sign * signed.stopped) AS stopped,
    sum(signed.sign * signed.transferred_in) AS transferred_in,
    sum(signed.sign * signed.transferred_out) AS transferred_out,
    sum(signed.sign * signed.within_enter) AS within_enter,
    sum(signed.sign * signed.within_leave) AS within_leave,
    sum(signed.sign * signed.overdue_enter) AS overdue_enter,
    sum(signed.sign * signed.overdue_leave) AS overdue_leave,
    sum(signed.sign * signed.no_due_date_enter) AS no_due_date_enter,
    sum(signed.sign * signed.no_due_date_leave) AS no_due_date_leave,
    sum(signed.sign * signed.paused_enter) AS paused_enter,
    sum(signed.sign * signed.paused_leave) AS paused_leave
FROM signed
GROUP BY signed.unit_id, signed.basis, signed.day, signed.sector_code
