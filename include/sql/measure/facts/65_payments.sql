-- Purpose:    what was paid and given back for each case, whichever of its dossiers it was asked for.
-- Grain:      one payment or refund, a measure.
-- Reads:      case_dossier, case_holder, core.dossier, core.payment.
-- Writes:     temporary table fresh_moment.
-- Parameters: none.
-- Rerun:      once in a transaction, after the table is made.
INSERT INTO fresh_moment (case_id, measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id, n)
WITH payment AS MATERIALIZED (
    SELECT DISTINCT ON (main.case_id, payment.record_key)
        main.case_id,
        main.receiving_unit_id,
        main.responsible_unit_id,
        payment.status,
        payment.paid_at,
        payment.refunded_at,
        payment.refund_vnd,
        -- A platform that counts in hundredths sends the hundredfold; the fees say so.
        CASE WHEN payment.amount_vnd = 100 * fee.vnd THEN fee.vnd ELSE payment.amount_vnd END AS amount_vnd
    FROM case_dossier AS main
    INNER JOIN core.dossier ON main.case_id = dossier.case_id
    INNER JOIN core.payment
        ON dossier.source_id = payment.source_id AND dossier.dossier_code = payment.dossier_code
    CROSS JOIN LATERAL (
        SELECT sum(listed.amount_vnd)::bigint AS vnd
        FROM jsonb_to_recordset(payment.fees) AS listed (amount_vnd bigint)
    ) AS fee
    WHERE NOT payment.is_deleted
    ORDER BY main.case_id, payment.record_key, payment.source_id
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
INNER JOIN case_holder AS holder
    ON
        payment.case_id = holder.case_id
        AND paid.moment >= holder.had_from
        AND paid.moment < holder.had_until
WHERE paid.n > 0
