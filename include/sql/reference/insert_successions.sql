-- Purpose:    enter which unit of before went into which of today.
-- Grain:      one predecessor and successor.
-- Reads:      listed_unit, listed_succession.
-- Writes:     core.unit_succession.
-- Parameters: took_effect (the first day of the successors).
-- Rerun:      adds nothing the second time.
INSERT INTO core.unit_succession (predecessor_id, successor_id, took_effect, kind)
SELECT
    predecessor.unit_id AS predecessor_id,
    successor.unit_id AS successor_id,
    %(took_effect)s,
    listed_succession.kind
FROM listed_succession
INNER JOIN listed_unit AS predecessor
    ON
        listed_succession.predecessor_kind = predecessor.kind
        AND listed_succession.predecessor_code = predecessor.code
        AND upper(predecessor.valid) = %(took_effect)s
INNER JOIN listed_unit AS successor
    ON
        successor.kind = 'commune'
        AND listed_succession.successor_code = successor.code
        AND lower(successor.valid) = %(took_effect)s
WHERE predecessor.unit_id <> successor.unit_id
ON CONFLICT (predecessor_id, successor_id) DO NOTHING
