-- Purpose:    on which days the counts of which unit moved in which role. A flow moved on its day; a stock from the day on
--             which more or fewer entered, until it is what it was again.
-- Grain:      one unit and basis.
-- Reads:      difference, moved_durations.
-- Writes:     audit.moved_days.
-- Parameters: none.
-- Rerun:      notes them once more, which changes nothing of what follows.
-- Generated from include/catalogue/measures.yaml by `make sql`.
INSERT INTO audit.moved_days (unit_id, basis, days)
WITH entered AS (
    SELECT
        role.unit_id,
        role.basis,
        difference.sector_code,
        difference.day,
        sum(
            coalesce(difference.within_enter, 0) - coalesce(difference.within_leave, 0)
        ) AS within,
        sum(
            coalesce(difference.overdue_enter, 0) - coalesce(difference.overdue_leave, 0)
        ) AS overdue,
        sum(
            coalesce(difference.no_due_date_enter, 0) - coalesce(difference.no_due_date_leave, 0)
        ) AS no_due_date,
        sum(
            coalesce(difference.waiting_supplement_enter, 0) - coalesce(difference.waiting_supplement_leave, 0)
        ) AS waiting_supplement,
        sum(
            coalesce(difference.waiting_payment_enter, 0) - coalesce(difference.waiting_payment_leave, 0)
        ) AS waiting_payment,
        sum(
            coalesce(difference.overdue_elsewhere_enter, 0) - coalesce(difference.overdue_elsewhere_leave, 0)
        ) AS overdue_elsewhere,
        sum(
            coalesce(difference.portal_timely_enter, 0) - coalesce(difference.portal_timely_leave, 0)
        ) AS portal_timely
    FROM difference
    CROSS JOIN LATERAL (
        VALUES
        (difference.receiving_unit_id, 'receiving'),
        (difference.responsible_unit_id, 'responsible'),
        (difference.holding_unit_id, 'holding')
    ) AS role (unit_id, basis)
    WHERE role.unit_id <> 0
    GROUP BY role.unit_id, role.basis, difference.sector_code, difference.day
),

stock AS (
    SELECT
        entered.unit_id,
        entered.basis,
        entered.day,
        lead(entered.day) OVER so_far AS next_day,
        sum(entered.within) OVER so_far <> 0
        OR sum(entered.overdue) OVER so_far <> 0
        OR sum(entered.no_due_date) OVER so_far <> 0
        OR sum(entered.waiting_supplement) OVER so_far <> 0
        OR sum(entered.waiting_payment) OVER so_far <> 0
        OR sum(entered.overdue_elsewhere) OVER so_far <> 0
        OR sum(entered.portal_timely) OVER so_far <> 0 AS is_other
    FROM entered
    WINDOW so_far AS (PARTITION BY entered.unit_id, entered.basis, entered.sector_code ORDER BY entered.day)
),

moved_range AS (
    SELECT
        stock.unit_id,
        stock.basis,
        daterange(stock.day, stock.next_day) AS days
    FROM stock
    WHERE stock.is_other
    UNION ALL
    SELECT
        entered.unit_id,
        entered.basis,
        daterange(entered.day, entered.day, '[]')
    FROM entered
    UNION ALL
    SELECT
        role.unit_id,
        role.basis,
        daterange(moved_durations.day, moved_durations.day, '[]')
    FROM moved_durations
    CROSS JOIN LATERAL (
        VALUES
        (moved_durations.receiving_unit_id, 'receiving'),
        (moved_durations.responsible_unit_id, 'responsible'),
        (moved_durations.holding_unit_id, 'holding')
    ) AS role (unit_id, basis)
)

SELECT
    moved_range.unit_id,
    moved_range.basis,
    range_agg(moved_range.days) AS days
FROM moved_range
GROUP BY moved_range.unit_id, moved_range.basis
