-- Purpose:    hold a batch that no longer carries fields which the latest published batches carried.
-- Grain:      no row or one, with what to say about it.
-- Reads:      audit.batch, audit.batch_limit, audit.page, staging.fresh_record, audit.number_vi.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH judged AS (
    SELECT
        batch.batch_id,
        batch.source_id,
        batch.feed,
        batch_limit.min_records,
        batch_limit.max_value
    FROM audit.batch
    INNER JOIN audit.batch_limit ON batch.batch_id = batch_limit.batch_id
    WHERE batch.batch_id = %(batch_id)s AND batch_limit.check_code = 'removed_fields'
),

fresh AS (
    SELECT count(*) AS records
    FROM staging.fresh_record
    WHERE fresh_record.batch_id = %(batch_id)s
),

earlier AS (
    SELECT
        batch.batch_id,
        batch.received
    FROM audit.batch
    INNER JOIN judged ON batch.source_id = judged.source_id AND batch.feed = judged.feed
    WHERE
        batch.kind = 'read'
        AND batch.status = 'published'
        AND batch.batch_id < judged.batch_id
        AND batch.received >= judged.min_records
        AND EXISTS (SELECT 1 FROM audit.page WHERE page.batch_id = batch.batch_id AND page.field_counts <> '{}')
    ORDER BY batch.batch_id DESC
    LIMIT 20
),

carried AS (
    SELECT
        earlier.batch_id,
        field.name,
        sum(field.records::integer) >= earlier.received / 2.0 AS is_usual
    FROM earlier
    INNER JOIN audit.page ON earlier.batch_id = page.batch_id
    CROSS JOIN LATERAL jsonb_each_text(page.field_counts) AS field (name, records)
    GROUP BY earlier.batch_id, earlier.received, field.name
),

-- Half of the records of each batch carried it, in three batches or more: a field that is rarely filled, or only once
-- a dossier has ended, is not missed among new ones.
usual AS (
    SELECT carried.name
    FROM carried
    WHERE carried.is_usual
    GROUP BY carried.name
    HAVING count(*) >= 3 AND count(*) = (SELECT count(*) FROM earlier)
),

removed AS (
    SELECT usual.name FROM usual
    EXCEPT
    SELECT jsonb_object_keys(page.field_counts)
    FROM audit.page
    WHERE page.batch_id = %(batch_id)s
)

SELECT
    format(
        'Nguồn không còn gửi %%s trường: %%s. Không bản ghi nào trong %%s bản ghi mới có các trường này, '
        || 'trong khi %%s lô gần nhất đều có; mức cho phép là %%s trường. '
        || 'Hỏi nguồn dữ liệu có đổi cấu trúc không trước khi cho phát hành hoặc từ chối lô.',
        audit.number_vi(count(*)),
        string_agg(removed.name, ', ' ORDER BY removed.name),
        audit.number_vi(fresh.records),
        audit.number_vi((SELECT count(*) FROM earlier)),
        audit.number_vi(judged.max_value)
    ) AS reason
FROM removed
CROSS JOIN fresh
CROSS JOIN judged
WHERE fresh.records >= judged.min_records
GROUP BY fresh.records, judged.max_value
HAVING count(*) > judged.max_value
