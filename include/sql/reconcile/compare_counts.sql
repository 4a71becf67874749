-- Purpose:    put what the source tells of a feed beside what the warehouse holds, by unit and day.
-- Grain:      one unit and day for which either counts something.
-- Reads:      source_count, held_count, core.unit_meant, core.unit.
-- Writes:     temporary table compared.
-- Parameters: first_day, last_day.
-- Rerun:      gone at the end of the transaction.
-- The codes of a source are those of its records: an agency code in either scheme or a statistical code. Of a dossier
-- that began before a merger of units the two sides may mean two units with one code; they are compared as one.
CREATE TEMPORARY TABLE compared ON COMMIT DROP AS
WITH answered AS (
    SELECT
        coalesce(unit.unit_code, source_count.unit_code) AS unit_code,
        max(unit.unit_id) AS unit_id,
        source_count.day,
        sum(source_count.records)::integer AS records,
        CASE
            WHEN count(*) = count(source_count.amount_vnd) THEN sum(source_count.amount_vnd)::bigint
        END AS amount_vnd
    FROM source_count
    LEFT JOIN core.unit_meant
        ON
            source_count.unit_code = unit_meant.code
            AND source_count.day >= unit_meant.valid_from
            AND source_count.day < unit_meant.valid_before
    LEFT JOIN core.unit ON unit_meant.unit_id = unit.unit_id
    WHERE source_count.day BETWEEN %(first_day)s AND %(last_day)s
    GROUP BY coalesce(unit.unit_code, source_count.unit_code), source_count.day
),

held AS (
    SELECT
        unit.unit_code,
        max(unit.unit_id) AS unit_id,
        held_count.day,
        sum(held_count.records)::integer AS records,
        sum(held_count.amount_vnd)::bigint AS amount_vnd
    FROM held_count
    INNER JOIN core.unit ON held_count.unit_id = unit.unit_id
    WHERE held_count.day BETWEEN %(first_day)s AND %(last_day)s
    GROUP BY unit.unit_code, held_count.day
)

SELECT
    coalesce(answered.unit_code, held.unit_code) AS unit_code,
    coalesce(answered.unit_id, held.unit_id) AS unit_id,
    coalesce(answered.day, held.day) AS day,
    coalesce(held.records, 0) AS here,
    coalesce(answered.records, 0) AS there,
    held.amount_vnd AS here_vnd,
    answered.amount_vnd AS there_vnd
FROM answered
FULL JOIN held ON answered.unit_code = held.unit_code AND answered.day = held.day
