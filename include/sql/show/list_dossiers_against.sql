-- Purpose:    the dossiers that a ranking counts against each of its units, with dates, step and holder as they are now.
-- Grain:      one unit, indicator and record; of each indicator so many at most.
-- Reads:      mart.ranking, mart.dossiers_against, core.procedure, mart.unit.
-- Writes:     nothing.
-- Parameters: publication_id, most (records of an indicator and unit).
-- Rerun:      reads only.
WITH against AS (
    SELECT
        ranking.unit_code,
        listed.*,
        row_number() OVER (
            PARTITION BY ranking.unit_code, listed.indicator_code ORDER BY listed.source_id, listed.record_key
        ) AS place
    FROM mart.ranking
    CROSS JOIN LATERAL mart.dossiers_against(ranking.publication_id, ranking.unit_code) AS listed
    WHERE ranking.publication_id = %(publication_id)s
)

SELECT
    against.unit_code,
    against.indicator_code,
    against.against,
    against.rest,
    against.record_kind,
    against.record_key AS dossier_code,
    coalesce(listed.name, against.procedure_code) AS procedure_name,
    against.received_at,
    against.due_at,
    against.ended_at,
    against.step,
    against.delay_cause AS cause_code,
    holder.name AS holder_name,
    against.status
FROM against
LEFT JOIN mart.unit AS holder ON against.holding_unit_id = holder.unit_id
LEFT JOIN LATERAL (
    SELECT procedure.name
    FROM core.procedure
    WHERE procedure.source_id = against.source_id AND procedure.procedure_code = against.procedure_code
    ORDER BY procedure.valid_from DESC
    LIMIT 1
) AS listed ON TRUE
WHERE against.place <= %(most)s
ORDER BY against.unit_code, against.indicator_code, against.due_at NULLS LAST, against.source_id, against.record_key
