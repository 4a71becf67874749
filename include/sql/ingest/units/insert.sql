-- Purpose:    insert what the source says about units that it had not named before, with the unit that each row names.
-- Grain:      one record.
-- Reads:      staging.resolved_unit, decision, core.unit, core.span_of.
-- Writes:     core.unit_record.
-- Parameters: batch_id, source_id, publish_seq.
-- Rerun:      in the publish transaction, so once.
-- Generated from the declaration of the feed by `make sql`.
INSERT INTO core.unit_record (
    unit_id,
    source_id,
    agency_code,
    parent_code,
    is_deleted,
    source_updated_at,
    read_as_of,
    record_hash,
    publish_seq
)
SELECT
    known.unit_id,
    %(source_id)s,
    staged.agency_code,
    staged.parent_code,
    staged.is_deleted,
    staged.source_updated_at,
    staged.read_as_of,
    staged.record_hash,
    %(publish_seq)s
FROM staging.resolved_unit AS staged
INNER JOIN decision ON staged.page_no = decision.page_no AND staged.ordinal = decision.ordinal
CROSS JOIN LATERAL (
    SELECT candidate.unit_id
    FROM core.unit AS candidate
    WHERE
        candidate.kind = staged.kind
        AND candidate.unit_code = CASE WHEN staged.kind = 'commune' THEN staged.gso_code ELSE staged.agency_code END
        AND candidate.is_fed
    ORDER BY
        candidate.valid && core.span_of(staged.valid_from, staged.valid_to) DESC,
        upper(candidate.valid) DESC,
        candidate.unit_id
    LIMIT 1
) AS known
WHERE staged.batch_id = %(batch_id)s AND decision.outcome = 'inserted'
