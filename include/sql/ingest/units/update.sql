-- Purpose:    update known units to a newer version.
-- Grain:      one record.
-- Reads:      staging.resolved_unit, decision.
-- Writes:     core.unit_record.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
UPDATE core.unit_record SET
    parent_code = staged.parent_code,
    is_deleted = staged.is_deleted,
    source_updated_at = staged.source_updated_at,
    read_as_of = staged.read_as_of,
    record_hash = staged.record_hash,
    publish_seq = %(publish_seq)s
FROM staging.resolved_unit AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
WHERE
    staged.batch_id = %(batch_id)s
    AND decision.outcome = 'updated'
    AND unit_record.source_id = %(source_id)s
    AND unit_record.agency_code = staged.agency_code
