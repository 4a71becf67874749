-- Purpose:    what each case was last counted as, measure by measure: from a figure to its dossiers.
-- Grain:      one case, day, set of units in their roles, and measure.
-- Reads:      core.contribution_applied, audit.measure_state.
-- Writes:     function core.counts_of, view core.applied_count.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE FUNCTION core.counts_of(p_counts jsonb)
RETURNS TABLE (
    day date, receiving_unit_id integer, responsible_unit_id integer, holding_unit_id integer, sector_code text,
    procedure_code text, measure text, n bigint
)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT
    (one.counts ->> 'day')::date,
    (one.counts ->> 'receiving')::integer,
    (one.counts ->> 'responsible')::integer,
    (one.counts ->> 'holding')::integer,
    one.counts ->> 'sector_code',
    one.counts ->> 'procedure_code',
    measured.measure,
    measured.n::bigint
FROM jsonb_array_elements(p_counts) AS one (counts)
CROSS JOIN LATERAL jsonb_each_text(
    one.counts - ARRAY['day', 'receiving', 'responsible', 'holding', 'sector_code', 'procedure_code']
) AS measured (measure, n)
$$;
COMMENT ON FUNCTION core.counts_of IS 'The counts of a case as rows; a role that has no part in a count is null.';

CREATE VIEW core.applied_count AS
SELECT
    applied.case_id,
    one.*
FROM core.contribution_applied AS applied
INNER JOIN audit.measure_state ON applied.build = measure_state.build
CROSS JOIN LATERAL core.counts_of(applied.counts) AS one;
COMMENT ON VIEW core.applied_count IS 'What is in the measures for each case now; a role that has no part in a count is null.';
