-- Purpose:    what the gate looks at, and figures in the sentences that it says.
-- Grain:      see the comment of each object.
-- Reads:      audit.batch, audit.gate_limit, audit.held_record, audit.page, staging.record, mart.number_vi.
-- Writes:     functions audit.number_vi, audit.percent_vi; views audit.batch_limit, audit.unknown_field,
--             staging.fresh_record.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION audit.number_vi(figure numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT mart.number_vi(figure, 0)
$$;
COMMENT ON FUNCTION audit.number_vi IS 'A whole number as Vietnamese readers write it: 1.234.';

CREATE OR REPLACE FUNCTION audit.percent_vi(share numeric) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT mart.number_vi(100 * share, 1) || '%'
$$;
COMMENT ON FUNCTION audit.percent_vi IS 'A share as Vietnamese readers write it: 0.238 is 23,8%.';

CREATE OR REPLACE VIEW audit.batch_limit AS
SELECT DISTINCT ON (batch.batch_id, gate_limit.check_code)
    batch.batch_id,
    gate_limit.check_code,
    gate_limit.min_records,
    gate_limit.max_value
FROM audit.batch
INNER JOIN audit.gate_limit
    ON
        gate_limit.source_id IN (batch.source_id, '*')
        AND gate_limit.feed IN (batch.feed, '*')
ORDER BY batch.batch_id, gate_limit.check_code, gate_limit.source_id = '*', gate_limit.feed = '*';
COMMENT ON VIEW audit.batch_limit IS 'The limit of each check that counts for a batch: that of its source before that of its feed before the general one.';

CREATE OR REPLACE VIEW staging.fresh_record AS
SELECT
    record.batch_id,
    record.page_no,
    record.ordinal,
    record.source_updated_at,
    record.unreadable
FROM staging.record
INNER JOIN audit.batch ON record.batch_id = batch.batch_id
WHERE
    NOT EXISTS (
        SELECT 1
        FROM audit.held_record
        WHERE
            held_record.source_id = batch.source_id
            AND held_record.feed = batch.feed
            AND held_record.record_hash = record.record_hash
    )
UNION ALL
-- Records that are known as they came are not staged; the gate counts them as if they were.
SELECT
    batch.batch_id,
    0,
    known.number,
    NULL,
    '{}'
FROM audit.batch
CROSS JOIN LATERAL generate_series(1, batch.unchanged) AS known (number)
WHERE batch.status <> 'published';
COMMENT ON VIEW staging.fresh_record IS 'The staged records on which the gate judges: all but those whose content was in a held batch before; with a row without page for each that is known as it came and was not staged.';

CREATE OR REPLACE VIEW audit.unknown_field AS
SELECT
    batch.source_id,
    batch.feed,
    split_part(listed.field_and_type, ':', 1) AS field,
    split_part(listed.field_and_type, ':', 2) AS value_type,
    min(page.as_of) AS first_seen_at,
    max(page.as_of) AS last_seen_at,
    array_agg(DISTINCT page.schema_version) AS schema_versions,
    count(*) AS pages
FROM audit.page
INNER JOIN audit.batch ON page.batch_id = batch.batch_id
CROSS JOIN LATERAL unnest(page.unknown_fields) AS listed (field_and_type)
GROUP BY batch.source_id, batch.feed, listed.field_and_type;
COMMENT ON VIEW audit.unknown_field IS 'Fields that sources send and the contract does not know, by name and type, since when and in how many pages; their values are not kept.';
