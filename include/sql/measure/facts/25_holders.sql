-- Purpose:    who had each case since when: the receiving unit first, then whom the steps before its end name.
-- Grain:      one unit in turn of a case; the last is who has it, or had it when it ended.
-- Reads:      case_dossier, case_step, case_end.
-- Writes:     temporary table case_holder.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_holder ON COMMIT DROP AS
WITH named AS (
    SELECT dossier.case_id, 0 AS place, dossier.received_at AS since, dossier.receiving_unit_id AS unit_id
    FROM case_dossier AS dossier
    UNION ALL
    SELECT step.case_id, step.place, step.happened_at, step.holding_unit_id
    FROM case_step AS step
    WHERE step.holding_unit_id IS NOT NULL
    UNION ALL
    -- The record itself where no step tells.
    SELECT dossier.case_id, 1, dossier.holding_since, dossier.holding_unit_id
    FROM case_dossier AS dossier
    WHERE
        dossier.holding_unit_id IS NOT NULL
        AND dossier.holding_since >= dossier.received_at
        AND NOT EXISTS (SELECT 1 FROM case_step AS step WHERE step.case_id = dossier.case_id)
),

in_turn AS (
    SELECT
        named.*,
        lag(named.unit_id) OVER (PARTITION BY named.case_id ORDER BY named.place) AS before_unit_id
    FROM named
    LEFT JOIN case_end ON named.case_id = case_end.case_id
    WHERE named.place = 0 OR case_end.ended_at IS NULL OR named.since < case_end.ended_at
),

handed_over AS (
    SELECT
        in_turn.*,
        lead(in_turn.since) OVER (PARTITION BY in_turn.case_id ORDER BY in_turn.place) AS until
    FROM in_turn
    WHERE in_turn.before_unit_id IS DISTINCT FROM in_turn.unit_id
)

SELECT
    handed_over.case_id,
    handed_over.unit_id,
    handed_over.before_unit_id,
    handed_over.since,
    -- The first also had it before, the last has it from then on.
    tstzrange(CASE WHEN handed_over.place > 0 THEN handed_over.since END, handed_over.until) AS times,
    daterange(CASE WHEN handed_over.place > 0 THEN handed_over.since::date END, handed_over.until::date) AS days,
    handed_over.place = 0 AS is_first,
    handed_over.until IS NULL AS is_last
FROM handed_over
