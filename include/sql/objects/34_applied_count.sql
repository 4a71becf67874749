-- Purpose:    what each case was last counted as, measure by measure: from a figure to its dossiers.
-- Grain:      one case, day, set of units in their roles, and measure.
-- Reads:      core.contribution_applied.
-- Writes:     view core.applied_count.
-- Parameters: none.
-- Rerun:      replaced at each migration whose text differs.

CREATE VIEW core.applied_count AS
SELECT
    applied.case_id,
    (one.counts ->> 'day')::date AS day,
    (one.counts ->> 'receiving')::integer AS receiving_unit_id,
    (one.counts ->> 'responsible')::integer AS responsible_unit_id,
    (one.counts ->> 'holding')::integer AS holding_unit_id,
    one.counts ->> 'sector_code' AS sector_code,
    one.counts ->> 'procedure_code' AS procedure_code,
    measured.measure,
    measured.n::bigint AS n
FROM core.contribution_applied AS applied
CROSS JOIN LATERAL jsonb_array_elements(applied.counts) AS one (counts)
CROSS JOIN LATERAL jsonb_each_text(
    one.counts - ARRAY['day', 'receiving', 'responsible', 'holding', 'sector_code', 'procedure_code']
) AS measured (measure, n);
COMMENT ON VIEW core.applied_count IS 'What is in the measures for each case now; a role that has no part in a count is null.';
