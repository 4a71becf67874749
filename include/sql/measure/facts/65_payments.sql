-- Purpose:    what was paid and given back for each case, whichever of its dossiers it was asked for.
-- Grain:      one payment or refund, a measure.
-- Reads:      case_dossier, case_holder, core.dossier, core.payment.
-- Writes:     temporary table fresh_moment.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO fresh_moment (case_id, measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id, n)
WITH payment AS MATERIALIZED (
    SELECT DISTINCT ON (main.case_id, asked.record_key)
        main.case_id,
        main.receiving_unit_id,
        main.responsible_unit_id,
        asked.status,
        asked.paid_at,
        asked.refunded_at,
        asked.refund_vnd,
        -- A platform that counts in hundredths sends the hundredfold; the fees say so.
        CASE WHEN asked.amount_vnd = 100 * fee.vnd THEN fee.vnd ELSE asked.amount_vnd END AS amount_vnd
    FROM case_dossier AS main
    -- Case by case, by index: joined, the planner may read all payments that there are.
    CROSS JOIN LATERAL (
        SELECT known.*
        FROM core.dossier
        INNER JOIN core.payment AS known
            ON dossier.source_id = known.source_id AND dossier.dossier_code = known.dossier_code
        WHERE dossier.case_id = main.case_id AND NOT known.is_deleted
        OFFSET 0
    ) AS asked
    CROSS JOIN LATERAL (
        SELECT sum(listed.amount_vnd)::bigint AS vnd
        FROM jsonb_to_recordset(asked.fees) AS listed (amount_vnd bigint)
    ) AS fee
    ORDER BY main.case_id, asked.record_key, asked.source_id
)

SELECT
    payment.case_id,
    paid.measure,
    paid.moment::date,
    payment.receiving_unit_id,
    payment.responsible_unit_id,
    holder.unit_id,
    paid.n
FROM payment
CROSS JOIN LATERAL (
    VALUES
    ('paid_count', payment.paid_at, (payment.status IN ('paid', 'refunded'))::integer::bigint),
    ('paid_vnd', payment.paid_at, CASE WHEN payment.status IN ('paid', 'refunded') THEN payment.amount_vnd END),
    ('refund_count', payment.refunded_at, (payment.status = 'refunded')::integer),
    ('refund_vnd', payment.refunded_at, CASE WHEN payment.status = 'refunded' THEN payment.refund_vnd END)
) AS paid (measure, moment, n)
INNER JOIN case_holder AS holder ON payment.case_id = holder.case_id AND holder.times @> paid.moment
WHERE paid.n > 0
