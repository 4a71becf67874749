-- Purpose:    keep what the source now says of units that it had named before.
-- Grain:      one record.
-- Reads:      staging.unit, decision.
-- Writes:     core.unit_record.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
UPDATE core.unit_record SET
    parent_code = unit.parent_code,
    is_deleted = unit.is_deleted,
    source_updated_at = unit.source_updated_at,
    read_as_of = unit.read_as_of,
    record_hash = unit.record_hash,
    publish_seq = %(publish_seq)s
FROM staging.unit
INNER JOIN decision ON unit.page_no = decision.page_no AND unit.ordinal = decision.ordinal
WHERE
    unit.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND unit_record.source_id = %(source_id)s
    AND unit_record.agency_code = unit.agency_code
