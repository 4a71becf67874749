-- Purpose:    give staged records their units: the alias that is valid on the day that decides.
-- Grain:      one row a staged record.
-- Reads:      core.unit, staging.unit, staging.procedure, staging.dossier, staging.event, staging.payment, staging.survey,
--             staging.feedback, staging.interlinked, core.unit_code, core.unit_alias, core.code_map, core.procedure,
--             core.law_rule, audit.page, audit.batch.
-- Writes:     function core.place_name; views core.unit_at, core.unit_meant, staging.origin and
--             staging.resolved_<record> for each feed.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.unit_at AS
SELECT
    unit_code.code,
    unit_code.scheme,
    unit_alias.unit_id,
    coalesce(lower(unit_alias.valid), '-infinity'::date) AS valid_from,
    coalesce(upper(unit_alias.valid), 'infinity'::date) AS valid_before
FROM core.unit_code
INNER JOIN core.unit_alias ON unit_code.code_id = unit_alias.code_id;
COMMENT ON VIEW core.unit_at IS 'Which unit a code of any scheme means, with the days on which it does: from valid_from to the day before valid_before.';

-- Software goes on with the agency codes of a reorganised unit for some weeks. As long as nobody else has the code, it
-- means who had it last. Statistical codes are given anew at once, so that they end when they end.
CREATE VIEW core.unit_meant AS
SELECT
    unit_at.code,
    unit_at.scheme,
    unit_at.unit_id,
    unit_at.valid_from,
    CASE
        WHEN
            unit_at.scheme = 'gso'
            OR EXISTS (
                SELECT 1
                FROM core.unit_at AS later
                WHERE unit_at.code = later.code AND unit_at.scheme = later.scheme AND later.valid_from >= unit_at.valid_before
            )
            THEN unit_at.valid_before
        ELSE 'infinity'::date
    END AS valid_before,
    unit_at.valid_before AS ended_before
FROM core.unit_at;
COMMENT ON VIEW core.unit_meant IS 'Which unit a record means by a code: as core.unit_at, and an agency code that ended and that nobody took over still means its last unit.';

CREATE FUNCTION core.place_name(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(name, '^(Ủy ban nhân dân|UBND) +', '', 'i'))
$$;
COMMENT ON FUNCTION core.place_name IS 'The name of the place alone, in small letters, of a unit that is named as a place or as its People''s Committee (Ủy ban nhân dân).';

CREATE VIEW staging.origin AS
SELECT
    page.batch_id,
    page.page_no,
    batch.source_id,
    page.schema_version
FROM audit.page
INNER JOIN audit.batch ON page.batch_id = batch.batch_id;
COMMENT ON VIEW staging.origin IS 'Which source sent a page, in which version of the contract: a code may mean something else in another.';

-- Plain comparisons of dates, so that rows are matched by their code and never by the index over the spans.
-- The unit of a dossier is decided on its reception day; before reception on the day of submission. A dossier whose
-- status says received and that has no reception day was received on the day of its submission; of a national copy
-- that cannot be said, its state is coarse.
CREATE VIEW staging.resolved_dossier AS
SELECT
    staged.*,
    CASE WHEN staged.is_reception_missing THEN staged.submitted_at ELSE staged.received_at END AS counted_received_at,
    CASE
        WHEN staged.status IN (3, 7, 8) THEN coalesce(staged.refused_at, staged.finished_at, staged.returned_at)
        WHEN staged.status IN (9, 10) THEN coalesce(staged.finished_at, staged.returned_at)
    END AS ended_at,
    coalesce(receiving.unit_id, named.unit_id) AS receiving_unit_id,
    receiving.scheme AS receiving_scheme,
    coalesce(staged.decided_on >= receiving.ended_before, FALSE) AS is_unit_ended,
    receiving.unit_id IS NULL AND named.unit_id IS NOT NULL AS is_unit_from_code,
    coalesce(
        outside.kind = 'commune' AND outside.unit_id <> coalesce(receiving.unit_id, named.unit_id)
        AND EXISTS (
            SELECT 1
            FROM core.law_rule
            WHERE
                law_rule.rule_code = 'outside_clock'
                AND law_rule.value = 'competent'
                AND law_rule.valid @> staged.received_at::date
        ),
        FALSE
    ) AS is_outside,
    responsible.unit_id AS responsible_unit_id,
    holding.unit_id AS holding_unit_id,
    catalogue.forms AS procedure_forms,
    catalogue.last_day AS procedure_last_day
FROM (
    SELECT
        dossier.*,
        origin.source_id,
        known.meaning AS status,
        coalesce(
            NOT dossier.is_deleted
            AND NOT national.is_copy
            AND dossier.received_at IS NULL
            AND known.meaning NOT IN (1, 3),
            FALSE
        ) AS is_reception_missing,
        national.is_copy AS is_national_copy,
        coalesce(dossier.received_at, dossier.submitted_at, dossier.read_as_of)::date AS decided_on,
        split_part(dossier.dossier_code, '-', 1) AS code_prefix
    FROM staging.dossier
    INNER JOIN staging.origin ON dossier.batch_id = origin.batch_id AND dossier.page_no = origin.page_no
    LEFT JOIN LATERAL (
        SELECT code_map.meaning
        FROM core.code_map
        WHERE
            code_map.list = 'status'
            AND code_map.raw = dossier.status_raw
            AND code_map.source_id IN (origin.source_id, '*')
            AND code_map.schema_version IN (origin.schema_version, '*')
        ORDER BY code_map.source_id = '*', code_map.schema_version = '*'
        LIMIT 1
    ) AS known ON TRUE
    -- The national portal gives codes under its own agency, G22, in either scheme.
    CROSS JOIN LATERAL (
        SELECT coalesce(dossier.dossier_code ~ '^(000[.]00[.]00[.])?G[0-9]{2}[.-]', FALSE) AS is_copy
    ) AS national
) AS staged
LEFT JOIN core.unit_meant AS receiving
    ON
        staged.receiving_code = receiving.code
        AND staged.decided_on >= receiving.valid_from
        AND staged.decided_on < receiving.valid_before
LEFT JOIN core.unit_meant AS named
    ON
        receiving.unit_id IS NULL
        AND staged.code_prefix = named.code
        AND staged.decided_on >= named.valid_from
        AND staged.decided_on < named.valid_before
LEFT JOIN core.unit_meant AS responsible
    ON
        staged.responsible_code = responsible.code
        AND staged.decided_on >= responsible.valid_from
        AND staged.decided_on < responsible.valid_before
LEFT JOIN core.unit AS outside ON responsible.unit_id = outside.unit_id
LEFT JOIN core.unit_meant AS holding
    ON
        staged.holding_code = holding.code
        AND staged.decided_on >= holding.valid_from
        AND staged.decided_on < holding.valid_before
LEFT JOIN (
    SELECT
        procedure.source_id,
        procedure.procedure_code,
        array_agg(DISTINCT procedure.procedure_code_raw) AS forms,
        max(coalesce(procedure.valid_to, 'infinity')) AS last_day
    FROM core.procedure
    GROUP BY procedure.source_id, procedure.procedure_code
) AS catalogue ON staged.source_id = catalogue.source_id AND staged.procedure_code = catalogue.procedure_code;

COMMENT ON COLUMN staging.resolved_dossier.is_outside IS 'Another commune than the receiving one is competent, and by the law of the day of reception its clock begins when it gets the dossier.';

-- A row of a commune names a statistical code; the lives of the listed units with this code say what it can mean.
CREATE VIEW staging.resolved_unit AS
SELECT
    staged.*,
    listed.lives AS listed_lives,
    coalesce(listed.latest_name <> core.place_name(staged.name), FALSE) AS is_name_not_listed
FROM staging.unit AS staged
CROSS JOIN LATERAL (
    SELECT
        count(*) AS lives,
        (array_agg(core.place_name(unit.name) ORDER BY upper(unit.valid) DESC))[1] AS latest_name
    FROM core.unit
    WHERE
        unit.is_listed
        AND unit.kind = staged.kind
        AND unit.unit_code = CASE WHEN staged.kind = 'commune' THEN staged.gso_code ELSE staged.agency_code END
        AND unit.valid && core.span_of(staged.valid_from, staged.valid_to)
) AS listed;
COMMENT ON COLUMN staging.resolved_unit.listed_lives IS 'Units of the country''s list that have its code one after the other in the span that the row tells.';
COMMENT ON COLUMN staging.resolved_unit.is_name_not_listed IS 'The list has another name for the latest of these units.';
CREATE VIEW staging.resolved_procedure AS SELECT * FROM staging.procedure;

CREATE VIEW staging.resolved_event AS
SELECT
    staged.*,
    unit_meant.unit_id AS holding_unit_id
FROM (
    SELECT
        event.*,
        known.meaning AS status,
        coalesce(event.happened_at, event.read_as_of)::date AS decided_on
    FROM staging.event
    INNER JOIN staging.origin ON event.batch_id = origin.batch_id AND event.page_no = origin.page_no
    LEFT JOIN LATERAL (
        SELECT code_map.meaning
        FROM core.code_map
        WHERE
            code_map.list = 'status'
            AND code_map.raw = event.status_raw
            AND code_map.source_id IN (origin.source_id, '*')
            AND code_map.schema_version IN (origin.schema_version, '*')
        ORDER BY code_map.source_id = '*', code_map.schema_version = '*'
        LIMIT 1
    ) AS known ON TRUE
) AS staged
LEFT JOIN core.unit_meant
    ON
        staged.holding_code = unit_meant.code
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before;

CREATE VIEW staging.resolved_payment AS
SELECT
    staged.*,
    unit_meant.unit_id
FROM (
    SELECT
        payment.*,
        coalesce(payment.requested_at, payment.read_as_of)::date AS decided_on
    FROM staging.payment
) AS staged
LEFT JOIN core.unit_meant
    ON
        staged.unit_code = unit_meant.code
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before;

CREATE VIEW staging.resolved_survey AS
SELECT
    staged.*,
    unit_meant.unit_id
FROM (
    SELECT
        survey.*,
        coalesce(survey.rated_at, survey.read_as_of)::date AS decided_on
    FROM staging.survey
) AS staged
LEFT JOIN core.unit_meant
    ON
        staged.unit_code = unit_meant.code
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before;

CREATE VIEW staging.resolved_feedback AS
SELECT
    staged.*,
    unit_meant.unit_id
FROM (
    SELECT
        feedback.*,
        coalesce(feedback.received_at, feedback.read_as_of)::date AS decided_on
    FROM staging.feedback
) AS staged
LEFT JOIN core.unit_meant
    ON
        staged.unit_code = unit_meant.code
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before;

CREATE VIEW staging.resolved_interlinked AS
SELECT
    staged.*,
    unit_meant.unit_id
FROM (
    SELECT
        interlinked.*,
        coalesce(interlinked.received_at, interlinked.read_as_of)::date AS decided_on
    FROM staging.interlinked
) AS staged
LEFT JOIN core.unit_meant
    ON
        staged.unit_code = unit_meant.code
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before;
