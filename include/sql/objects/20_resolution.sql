-- Purpose:    give staged dossiers their units: the alias that is valid on the day that decides.
-- Grain:      one row a staged dossier.
-- Reads:      staging.dossier, core.unit_code, core.unit_alias.
-- Writes:     views core.unit_at, staging.resolved_dossier.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE OR REPLACE VIEW core.unit_at AS
SELECT
    unit_code.code,
    unit_alias.unit_id,
    unit_alias.valid
FROM core.unit_code
INNER JOIN core.unit_alias ON unit_code.code_id = unit_alias.code_id;
COMMENT ON VIEW core.unit_at IS 'Which unit a code of any scheme means, with the days on which it does.';

-- The unit of a dossier is decided on its reception day; before reception on the day of submission.
CREATE OR REPLACE VIEW staging.resolved_dossier AS
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
FROM staging.dossier AS staged
LEFT JOIN core.unit_at AS receiving
    ON
        staged.receiving_code = receiving.code
        AND receiving.valid @> coalesce(staged.received_at, staged.submitted_at, staged.read_as_of)::date
LEFT JOIN core.unit_at AS responsible
    ON
        staged.responsible_code = responsible.code
        AND responsible.valid @> coalesce(staged.received_at, staged.submitted_at, staged.read_as_of)::date
LEFT JOIN core.unit_at AS holding
    ON
        staged.holding_code = holding.code
        AND holding.valid @> coalesce(staged.received_at, staged.submitted_at, staged.read_as_of)::date;
