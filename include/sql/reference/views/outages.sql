-- Purpose:    announced outages of systems: what of them does not count, and whose time they can change.
-- Grain:      see the comment of each object.
-- Reads:      core.dossier, core.interlinked, core.interlinked_procedure, core.law_value, core.outage.
-- Writes:     view core.valid_outage; functions core.outage_times and core.cases_of_outages.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.valid_outage AS
SELECT DISTINCT ON (outage.system, outage.since)
    outage.*
FROM core.outage
ORDER BY outage.system, outage.since, outage.sheet_id DESC;
COMMENT ON VIEW core.valid_outage IS 'Announced outages as the latest sheet says each; what an earlier one said of the same system and beginning stays in core.outage.';

CREATE OR REPLACE FUNCTION core.outage_times(p_systems text[], p_day date) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(range_agg(tstzrange(outage.since, outage.until)), '{}')
    FROM core.valid_outage AS outage
    WHERE
        (p_systems IS NULL OR outage.system = ANY(p_systems))
        AND core.law_value('interlinked_outages', p_day) = 'not_counted'
$$;
COMMENT ON FUNCTION core.outage_times IS 'Announced outages of these systems (null: of any) whose time does not count for interlinked cases received on a day.';

CREATE OR REPLACE FUNCTION core.cases_of_outages(p_sheet_id bigint) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
    WITH spoken_of AS (
        SELECT range_agg(tstzrange(version.since, version.until)) AS times
        FROM core.outage AS announced
        -- What an earlier sheet said of the same outage may have counted.
        INNER JOIN core.outage AS version ON announced.system = version.system AND announced.since = version.since
        WHERE announced.sheet_id = p_sheet_id
    )

    SELECT request.counted_as
    FROM spoken_of
    INNER JOIN core.interlinked AS request
        ON spoken_of.times && tstzrange(
            request.received_at,
            CASE WHEN request.ended_at IS NOT NULL THEN greatest(request.received_at, request.ended_at) END,
            '[]'
        )
    UNION
    SELECT dossier.case_id
    FROM spoken_of
    INNER JOIN core.dossier
        ON spoken_of.times && tstzrange(
            dossier.received_at,
            CASE WHEN dossier.ended_at IS NOT NULL THEN greatest(dossier.received_at, dossier.ended_at) END,
            '[]'
        )
    WHERE
        dossier.received_at IS NOT NULL
        AND dossier.procedure_code IN (
            SELECT interlinked_procedure.procedure_code FROM core.interlinked_procedure
        )
$$;
COMMENT ON FUNCTION core.cases_of_outages IS 'Interlinked records and cases that were under way while systems were out, by the outages of a sheet and what was said of them before.';
