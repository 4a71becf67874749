-- Purpose:    hold a batch in which a field of most new records cannot be read: the source may have changed its type.
-- Grain:      one such field, with what to say about it.
-- Reads:      staging.fresh_record, audit.batch_limit, audit.number_vi, audit.percent_vi.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH total AS (
    SELECT count(*) AS records
    FROM staging.fresh_record
    WHERE fresh_record.batch_id = %(batch_id)s
),

-- Names that begin with an underscore are notes of the allow-list, no fields.
counted AS (
    SELECT
        listed.field,
        count(DISTINCT ROW(fresh_record.page_no, fresh_record.ordinal)) AS records
    FROM staging.fresh_record
    CROSS JOIN LATERAL unnest(fresh_record.unreadable) AS listed (field)
    WHERE
        fresh_record.batch_id = %(batch_id)s
        AND fresh_record.unreadable <> '{}'
        AND NOT starts_with(listed.field, '_')
    GROUP BY listed.field
)

SELECT
    format(
        'Trường %%s không đọc được ở %%s trong %%s bản ghi mới (%%s); mức cho phép là %%s. '
        || 'Nguồn có thể đã đổi kiểu dữ liệu: hỏi nguồn dữ liệu trước khi cho phát hành hoặc từ chối lô.',
        counted.field,
        audit.number_vi(counted.records),
        audit.number_vi(total.records),
        audit.percent_vi(counted.records::numeric / total.records),
        audit.percent_vi(batch_limit.max_value)
    ) AS reason
FROM counted
CROSS JOIN total
INNER JOIN audit.batch_limit ON batch_limit.check_code = 'unreadable_field_share'
WHERE
    batch_limit.batch_id = %(batch_id)s
    AND total.records >= batch_limit.min_records
    AND counted.records > total.records * batch_limit.max_value
ORDER BY counted.field
