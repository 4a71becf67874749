-- Purpose:    let each code mean its unit in the unit's span of time, where it means nothing yet, in whatever scheme.
-- Grain:      one code and span.
-- Reads:      staging.unit, decision, core.unit_code, core.unit_at, core.unit, core.mirrored_code, core.span_of.
-- Writes:     core.unit_alias.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
WITH candidate AS (
    SELECT DISTINCT
        unit_code.code_id,
        unit_code.code,
        known.unit_id,
        known.valid,
        dense_rank() OVER (ORDER BY unit_code.scheme, known.unit_id) AS place
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    INNER JOIN core.unit_code
        ON
            (unit_code.scheme = 'agency' AND unit.agency_code = unit_code.code)
            OR (unit_code.scheme = 'gso' AND unit.gso_code = unit_code.code)
            OR (unit_code.scheme = 'mirrored' AND core.mirrored_code(unit.agency_code) = unit_code.code)
    INNER JOIN core.unit AS known
        ON
            known.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
            AND known.is_fed
            AND known.valid && core.span_of(unit.valid_from, unit.valid_to)
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
)

INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT
    candidate.code_id,
    candidate.unit_id,
    candidate.valid
FROM candidate
WHERE
    NOT EXISTS (
        SELECT 1
        FROM candidate AS better
        WHERE better.code = candidate.code AND better.valid && candidate.valid AND better.place < candidate.place
    )
    AND NOT EXISTS (
        SELECT 1
        FROM core.unit_at AS taken
        WHERE
            taken.code = candidate.code
            AND taken.valid_from < coalesce(upper(candidate.valid), 'infinity'::date)
            AND taken.valid_before > coalesce(lower(candidate.valid), '-infinity'::date)
    )
