-- Purpose:    create the units that no known unit answers to: same kind and main code in an overlapping span of time.
-- Grain:      one unit.
-- Reads:      staging.unit, decision, core.unit, core.span_of.
-- Writes:     core.unit.
-- Parameters: batch_id.
-- Rerun:      creates nothing the second time.
WITH sent AS (
    SELECT
        unit.kind,
        CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END AS unit_code,
        unit.name,
        unit.name_sort,
        unit.parent_code,
        core.span_of(unit.valid_from, unit.valid_to) AS valid,
        unit.source_updated_at,
        unit.agency_code
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
),

-- Spans of one code that overlap are one unit; spans that only meet are two.
placed AS (
    SELECT
        sent.*,
        coalesce(
            lower(sent.valid) >= max(coalesce(upper(sent.valid), 'infinity'::date)) OVER (
                PARTITION BY sent.kind, sent.unit_code
                ORDER BY lower(sent.valid) NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            FALSE
        ) AS begins
    FROM sent
),

numbered AS (
    SELECT
        placed.*,
        count(*) FILTER (WHERE placed.begins) OVER (
            PARTITION BY placed.kind, placed.unit_code ORDER BY lower(placed.valid) NULLS FIRST ROWS UNBOUNDED PRECEDING
        ) AS island
    FROM placed
),

span AS (
    SELECT numbered.kind, numbered.unit_code, range_merge(range_agg(numbered.valid)) AS valid
    FROM numbered
    GROUP BY numbered.kind, numbered.unit_code, numbered.island
),

fresh AS (
    SELECT DISTINCT ON (span.unit_code, span.valid, span.kind)
        span.kind, span.unit_code, sent.name, sent.name_sort, sent.parent_code, span.valid
    FROM span
    INNER JOIN sent ON span.kind = sent.kind AND span.unit_code = sent.unit_code AND span.valid && sent.valid
    WHERE NOT EXISTS (
        SELECT 1
        FROM core.unit
        WHERE unit.kind = span.kind AND unit.unit_code = span.unit_code AND unit.valid && span.valid
    )
    ORDER BY span.unit_code, span.valid, span.kind, sent.source_updated_at DESC, sent.agency_code
)

INSERT INTO core.unit (unit_id, kind, unit_code, name, name_sort, parent_code, valid)
SELECT
    (SELECT coalesce(max(unit.unit_id), 0) FROM core.unit)
    + row_number() OVER (ORDER BY fresh.unit_code, fresh.valid, fresh.kind),
    fresh.kind,
    fresh.unit_code,
    fresh.name,
    fresh.name_sort,
    fresh.parent_code,
    fresh.valid
FROM fresh
