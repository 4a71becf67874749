-- Purpose:    keep what the source says of units that it had not named before.
-- Grain:      one record.
-- Reads:      staging.unit, decision, core.unit, core.span_of.
-- Writes:     core.unit_record.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
INSERT INTO core.unit_record (
    source_id, agency_code, unit_id, is_deleted, source_updated_at, read_as_of, record_hash, publish_seq, parent_code
)
SELECT
    %(source_id)s,
    unit.agency_code,
    known.unit_id,
    unit.is_deleted,
    unit.source_updated_at,
    unit.read_as_of,
    unit.record_hash,
    %(publish_seq)s,
    unit.parent_code
FROM staging.unit
INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
CROSS JOIN LATERAL (
    SELECT candidate.unit_id
    FROM core.unit AS candidate
    WHERE
        candidate.kind = unit.kind
        AND candidate.unit_code = CASE WHEN unit.kind = 'commune' THEN unit.gso_code ELSE unit.agency_code END
        AND candidate.is_fed
    ORDER BY
        candidate.valid && core.span_of(unit.valid_from, unit.valid_to) DESC,
        upper(candidate.valid) DESC,
        candidate.unit_id
    LIMIT 1
) AS known
WHERE unit.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
