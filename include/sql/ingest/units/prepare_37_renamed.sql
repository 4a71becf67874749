-- Purpose:    end a source's agency code for the unit that its former row named, in the span in which its new row names
--             another unit.
-- Grain:      one code and span.
-- Reads:      staging.unit, decision, core.unit_code, core.unit, core.mirrored_code, core.span_of.
-- Writes:     core.unit_alias.
-- Parameters: batch_id.
-- Rerun:      changes nothing the second time.
-- Before that span the code goes on to mean the former unit: its dossiers stay its own.
WITH named AS (
    SELECT
        unit_code.code_id,
        unit.kind,
        CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END AS unit_code,
        core.span_of(unit.valid_from, unit.valid_to) AS sent
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    INNER JOIN core.unit_code
        ON
            (unit_code.scheme = 'agency' AND unit.agency_code = unit_code.code)
            OR (unit_code.scheme = 'mirrored' AND core.mirrored_code(unit.agency_code) = unit_code.code)
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome = 'updated'
),

taken AS (
    DELETE FROM core.unit_alias
    USING named, core.unit
    WHERE
        unit_alias.code_id = named.code_id
        AND unit_alias.unit_id = unit.unit_id
        AND unit_alias.valid && named.sent
        AND (unit.kind, unit.unit_code) <> (named.kind, named.unit_code)
    RETURNING unit_alias.code_id, unit_alias.unit_id, datemultirange(unit_alias.valid) - datemultirange(named.sent) AS days
)

INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT
    taken.code_id,
    taken.unit_id,
    kept.span
FROM taken
CROSS JOIN LATERAL unnest(taken.days) AS kept (span)
