-- Purpose:    let each code mean, in each life of the unit that a sent row names, the unit of that life.
-- Grain:      one code and span.
-- Reads:      staging.unit, decision, core.unit_code, core.unit_at, core.unit, core.mirrored_code, core.span_of.
-- Writes:     core.unit_alias.
-- Parameters: batch_id.
-- Rerun:      adds nothing the second time.
-- A statistical code is given to one unit after the other. The row of a source says which code; which unit that is, the
-- life says that the row overlaps, and there the code ends with the row. Where one life alone is meant the code
-- holds from its beginning: sources often write the day on which they entered a unit. What a code means already, in whatever
-- scheme, stays.
WITH named AS (
    SELECT
        unit.agency_code,
        unit.gso_code,
        known.unit_id,
        known.valid,
        core.span_of(unit.valid_from, unit.valid_to) AS sent,
        count(*) OVER (PARTITION BY unit.page_no, unit.ordinal) AS lives
    FROM staging.unit
    INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
    INNER JOIN core.unit AS known
        ON
            unit.kind = known.kind
            AND known.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
            AND known.is_fed
            AND known.valid && core.span_of(unit.valid_from, unit.valid_to)
    WHERE unit.batch_id = %(batch_id)s AND decision.outcome IN ('inserted', 'updated')
),

candidate AS (
    SELECT
        unit_code.code_id,
        unit_code.code,
        named.unit_id,
        -- The statistical code is the unit's own in all of its life, whatever a row says.
        range_agg(
            CASE
                WHEN unit_code.scheme = 'gso' THEN named.valid
                WHEN named.lives = 1 THEN daterange(lower(named.valid), upper(named.valid * named.sent))
                ELSE named.valid * named.sent
            END
        ) AS days,
        dense_rank() OVER (ORDER BY unit_code.scheme, named.unit_id) AS place
    FROM named
    INNER JOIN core.unit_code
        ON
            (unit_code.scheme = 'agency' AND named.agency_code = unit_code.code)
            OR (unit_code.scheme = 'gso' AND named.gso_code = unit_code.code)
            OR (unit_code.scheme = 'mirrored' AND core.mirrored_code(named.agency_code) = unit_code.code)
    GROUP BY unit_code.code_id, unit_code.code, unit_code.scheme, named.unit_id
),

free AS (
    SELECT
        candidate.code_id,
        candidate.unit_id,
        candidate.days
        - coalesce(
            (
                SELECT range_agg(days.span)
                FROM candidate AS better
                CROSS JOIN LATERAL unnest(better.days) AS days (span)
                WHERE better.code = candidate.code AND better.place < candidate.place
            ), '{}'
        )
        - coalesce(
            (
                SELECT range_agg(
                    daterange(nullif(taken.valid_from, '-infinity'), nullif(taken.valid_before, 'infinity'))
                )
                FROM core.unit_at AS taken
                WHERE taken.code = candidate.code
            ), '{}'
        ) AS days
    FROM candidate
)

INSERT INTO core.unit_alias (code_id, unit_id, valid)
SELECT
    free.code_id,
    free.unit_id,
    days.span
FROM free
CROSS JOIN LATERAL unnest(free.days) AS days (span)
