-- Purpose:    the days on which each case is in each state, by the units that have a part in it.
-- Grain:      one stretch of days of a case in a state, for a set of units.
-- Reads:      case_dossier, case_holder, case_state, case_portal.
-- Writes:     temporary table fresh_stretch.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
--
-- Where nobody else ever had it, the three roles go together. Else the receiving and the responsible unit have the whole
-- stretch, and each unit that held the case the days on which it did.
CREATE TEMPORARY TABLE fresh_stretch ON COMMIT DROP AS
WITH state AS (
    SELECT
        dossier.case_id,
        dossier.receiving_unit_id,
        dossier.responsible_unit_id,
        named.state,
        named.days
    FROM case_dossier AS dossier
    INNER JOIN case_state ON dossier.case_id = case_state.case_id
    INNER JOIN case_portal ON dossier.case_id = case_portal.case_id
    CROSS JOIN LATERAL (
        VALUES
        ('waiting_supplement', case_state.waiting_supplement),
        ('waiting_payment', case_state.waiting_payment),
        ('no_due_date', case_state.no_due_date),
        ('within', case_state.within),
        ('overdue', case_state.overdue),
        ('portal_timely', case_portal.timely)
    ) AS named (state, days)
    WHERE named.days <> '{}'
),

by_unit AS (
    SELECT
        state.case_id,
        state.state,
        state.receiving_unit_id,
        state.responsible_unit_id,
        CASE WHEN holder.is_last THEN state.receiving_unit_id END AS holding_unit_id,
        state.days
    FROM state
    INNER JOIN case_holder AS holder ON state.case_id = holder.case_id AND holder.is_first
    UNION ALL
    SELECT state.case_id, state.state, NULL, NULL, holder.unit_id, state.days * datemultirange(holder.days)
    FROM state
    INNER JOIN case_holder AS holder ON state.case_id = holder.case_id
    WHERE NOT (holder.is_first AND holder.is_last)
    UNION ALL
    SELECT
        state.case_id, 'overdue_elsewhere', state.receiving_unit_id, state.responsible_unit_id, holder.unit_id,
        state.days * datemultirange(holder.days)
    FROM state
    INNER JOIN case_holder AS holder ON state.case_id = holder.case_id
    WHERE state.state = 'overdue' AND holder.unit_id <> state.receiving_unit_id
)

SELECT
    by_unit.case_id,
    by_unit.state,
    lower(piece.days) AS first_day,
    upper(piece.days) AS next_day,
    by_unit.receiving_unit_id,
    by_unit.responsible_unit_id,
    by_unit.holding_unit_id
FROM by_unit
CROSS JOIN LATERAL unnest(by_unit.days) AS piece (days)
