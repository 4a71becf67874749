-- Purpose:    the stocks at the end of a period, as what has entered by then: days after it add to them.
-- Grain:      one row of moved_day.
-- Reads:      mart.figure.
-- Writes:     moved_day (temporary table).
-- Parameters: period_no, counted_to (its last counted day).
-- Rerun:      adds them once more.
-- Generated from include/catalogue/measures.yaml by `make sql`.
INSERT INTO moved_day (
    unit_id, basis, day, by_sector, sector_code,
    within,
    overdue,
    no_due_date,
    waiting_supplement,
    waiting_payment,
    overdue_elsewhere,
    portal_timely
)
SELECT
    figure.subject_id,
    figure.basis,
    %(counted_to)s,
    class.by_sector,
    figure.sector_code,
    figure.within,
    figure.overdue,
    figure.no_due_date,
    figure.waiting_supplement,
    figure.waiting_payment,
    figure.overdue_elsewhere,
    figure.portal_timely
FROM mart.figure
CROSS JOIN (VALUES (TRUE), (FALSE)) AS class (by_sector)
WHERE
    (class.by_sector OR figure.sector_code = '*')
    AND figure.period_no = %(period_no)s
    AND figure.subject_kind = 'unit'
    AND 0 < num_nonnulls(
        figure.within,
        figure.overdue,
        figure.no_due_date,
        figure.waiting_supplement,
        figure.waiting_payment,
        figure.overdue_elsewhere,
        figure.portal_timely
    )
