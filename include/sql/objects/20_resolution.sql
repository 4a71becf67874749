-- Purpose:    give staged records their units: the alias that is valid on the day that decides.
-- Grain:      one row a staged record.
-- Reads:      staging.unit, staging.procedure, staging.dossier, staging.event, staging.payment, staging.survey,
--             staging.feedback, staging.interlinked, core.unit_code, core.unit_alias.
-- Writes:     views core.unit_at and staging.resolved_<record> for each feed.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.unit_at AS
SELECT
    unit_code.code,
    unit_alias.unit_id,
    coalesce(lower(unit_alias.valid), '-infinity'::date) AS valid_from,
    coalesce(upper(unit_alias.valid), 'infinity'::date) AS valid_before
FROM core.unit_code
INNER JOIN core.unit_alias ON unit_code.code_id = unit_alias.code_id;
COMMENT ON VIEW core.unit_at IS 'Which unit a code of any scheme means, with the days on which it does: from valid_from to the day before valid_before.';

-- Plain comparisons of dates, so that rows are matched by their code and never by the index over the spans.
-- The unit of a dossier is decided on its reception day; before reception on the day of submission.
CREATE VIEW staging.resolved_dossier AS
SELECT
    staged.*,
    (staged.received_at)::date AS received_on,
    CASE
        WHEN staged.status IN (3, 7, 8) THEN coalesce(staged.refused_at, staged.finished_at, staged.returned_at)
        WHEN staged.status IN (9, 10) THEN coalesce(staged.finished_at, staged.returned_at)
    END AS ended_at,
    receiving.unit_id AS receiving_unit_id,
    responsible.unit_id AS responsible_unit_id,
    holding.unit_id AS holding_unit_id
FROM (
    SELECT
        dossier.*,
        coalesce(dossier.received_at, dossier.submitted_at, dossier.read_as_of)::date AS decided_on
    FROM staging.dossier
) AS staged
LEFT JOIN core.unit_at AS receiving
    ON
        staged.receiving_code = receiving.code
        AND staged.decided_on >= receiving.valid_from
        AND staged.decided_on < receiving.valid_before
LEFT JOIN core.unit_at AS responsible
    ON
        staged.responsible_code = responsible.code
        AND staged.decided_on >= responsible.valid_from
        AND staged.decided_on < responsible.valid_before
LEFT JOIN core.unit_at AS holding
    ON
        staged.holding_code = holding.code
        AND staged.decided_on >= holding.valid_from
        AND staged.decided_on < holding.valid_before;

CREATE VIEW staging.resolved_unit AS SELECT * FROM staging.unit;
CREATE VIEW staging.resolved_procedure AS SELECT * FROM staging.procedure;

CREATE VIEW staging.resolved_event AS
SELECT
    staged.*,
    unit_at.unit_id AS holding_unit_id
FROM (
    SELECT
        event.*,
        coalesce(event.happened_at, event.read_as_of)::date AS decided_on
    FROM staging.event
) AS staged
LEFT JOIN core.unit_at
    ON
        staged.holding_code = unit_at.code
        AND staged.decided_on >= unit_at.valid_from
        AND staged.decided_on < unit_at.valid_before;

CREATE VIEW staging.resolved_payment AS
SELECT
    staged.*,
    unit_at.unit_id AS unit_id
FROM (
    SELECT
        payment.*,
        coalesce(payment.requested_at, payment.read_as_of)::date AS decided_on
    FROM staging.payment
) AS staged
LEFT JOIN core.unit_at
    ON
        staged.unit_code = unit_at.code
        AND staged.decided_on >= unit_at.valid_from
        AND staged.decided_on < unit_at.valid_before;

CREATE VIEW staging.resolved_survey AS
SELECT
    staged.*,
    unit_at.unit_id AS unit_id
FROM (
    SELECT
        survey.*,
        coalesce(survey.rated_at, survey.read_as_of)::date AS decided_on
    FROM staging.survey
) AS staged
LEFT JOIN core.unit_at
    ON
        staged.unit_code = unit_at.code
        AND staged.decided_on >= unit_at.valid_from
        AND staged.decided_on < unit_at.valid_before;

CREATE VIEW staging.resolved_feedback AS
SELECT
    staged.*,
    unit_at.unit_id AS unit_id
FROM (
    SELECT
        feedback.*,
        coalesce(feedback.received_at, feedback.read_as_of)::date AS decided_on
    FROM staging.feedback
) AS staged
LEFT JOIN core.unit_at
    ON
        staged.unit_code = unit_at.code
        AND staged.decided_on >= unit_at.valid_from
        AND staged.decided_on < unit_at.valid_before;

CREATE VIEW staging.resolved_interlinked AS
SELECT
    staged.*,
    unit_at.unit_id AS unit_id
FROM (
    SELECT
        interlinked.*,
        coalesce(interlinked.received_at, interlinked.read_as_of)::date AS decided_on
    FROM staging.interlinked
) AS staged
LEFT JOIN core.unit_at
    ON
        staged.unit_code = unit_at.code
        AND staged.decided_on >= unit_at.valid_from
        AND staged.decided_on < unit_at.valid_before;
