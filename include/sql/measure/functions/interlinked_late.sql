-- Purpose:    which kind of agency had an interlinked case when it became late.
-- Grain:      one case.
-- Reads:      core.dossier, core.interlinked_dossier, core.interlinked_procedure, core.interlinked_step, core.unit.
-- Writes:     function core.late_agency.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION core.late_agency(p_case_id uuid, p_late_on date, p_holding_unit_id integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        coalesce(
            (
                SELECT coalesce(step.agency, 'other')
                FROM core.interlinked_dossier AS pair
                INNER JOIN core.interlinked_step AS step ON pair.counted_as = step.counted_as
                WHERE
                    pair.case_id = p_case_id
                    AND NOT pair.is_deleted
                    AND (step.done_at IS NULL OR step.done_at::date >= p_late_on)
                ORDER BY step.place
                LIMIT 1
            ),
            (
                SELECT CASE WHEN unit.kind = 'commune' THEN 'commune' ELSE 'other' END
                FROM core.unit
                WHERE unit.unit_id = p_holding_unit_id
            )
        )
    WHERE
        EXISTS (
            SELECT 1
            FROM core.interlinked_dossier AS pair
            WHERE pair.case_id = p_case_id AND NOT pair.is_deleted
        )
        OR EXISTS (
            SELECT 1
            FROM core.dossier
            INNER JOIN core.interlinked_procedure
                ON
                    dossier.procedure_code = interlinked_procedure.procedure_code
                    AND interlinked_procedure.valid @> dossier.received_on
            WHERE dossier.case_id = p_case_id
        )
$$;
COMMENT ON FUNCTION core.late_agency IS 'Which kind of agency had an interlinked case on the day on which it became late: by its first step that was not done before, else by the unit that had the dossier; null: the case is not interlinked.';
