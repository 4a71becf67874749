-- Purpose:    hold a batch of which too large a share of the new records breaks certain rules.
-- Grain:      one exceeded limit, with what to say about it.
-- Reads:      staging.fresh_record, staging.mark, audit.rule, audit.batch_limit, audit.number_vi, audit.percent_vi.
-- Writes:     nothing.
-- Parameters: batch_id.
-- Rerun:      reads only.
WITH share (place, check_code, rule_ids, sentence) AS (
    VALUES
    (
        1, 'quarantined_share', '%%',
        '%%1$s trong %%2$s bản ghi mới (%%3$s) không dùng được và sẽ chờ xử lý; mức cho phép là %%4$s. '
        || 'Xem các quy tắc bị vi phạm và hỏi nguồn dữ liệu trước khi cho phát hành hoặc từ chối lô.'
    ),
    (
        2, 'unknown_unit_share', '%%\_unit\_unknown',
        '%%1$s trong %%2$s bản ghi mới (%%3$s) ghi mã đơn vị không có trong danh mục; mức cho phép là %%4$s. '
        || 'Đề nghị nguồn gửi đủ danh mục đơn vị trước khi cho phát hành lô.'
    ),
    (
        3, 'unknown_procedure_share', '%%\_procedure\_unknown',
        '%%1$s trong %%2$s bản ghi mới (%%3$s) ghi mã thủ tục không có trong danh mục; mức cho phép là %%4$s. '
        || 'Đề nghị nguồn gửi đủ danh mục thủ tục trước khi cho phát hành lô.'
    ),
    (
        4, 'no_due_date_share', '%%\_due\_date\_missing',
        '%%1$s trong %%2$s hồ sơ mới (%%3$s) không có ngày hẹn trả; mức cho phép là %%4$s. '
        || 'Hỏi nguồn dữ liệu vì sao thiếu NgayHenTra trước khi cho phát hành lô.'
    )
),

fresh AS (
    SELECT
        fresh_record.page_no,
        fresh_record.ordinal
    FROM staging.fresh_record
    WHERE fresh_record.batch_id = %(batch_id)s
),

total AS (
    SELECT count(*) AS records FROM fresh
),

counted AS (
    SELECT
        share.check_code,
        count(DISTINCT ROW(mark.page_no, mark.ordinal)) AS records
    FROM staging.mark
    INNER JOIN fresh ON mark.page_no = fresh.page_no AND mark.ordinal = fresh.ordinal
    INNER JOIN audit.rule ON mark.rule_id = rule.rule_id
    INNER JOIN share
        ON
            mark.rule_id LIKE share.rule_ids
            AND (share.check_code <> 'quarantined_share' OR rule.disposition = 'quarantined')
    WHERE mark.batch_id = %(batch_id)s
    GROUP BY share.check_code
)

SELECT
    format(
        share.sentence,
        audit.number_vi(counted.records),
        audit.number_vi(total.records),
        audit.percent_vi(counted.records::numeric / total.records),
        audit.percent_vi(batch_limit.max_value)
    ) AS reason
FROM share
INNER JOIN counted ON share.check_code = counted.check_code
INNER JOIN audit.batch_limit ON share.check_code = batch_limit.check_code
CROSS JOIN total
WHERE
    batch_limit.batch_id = %(batch_id)s
    AND total.records >= batch_limit.min_records
    AND counted.records > total.records * batch_limit.max_value
ORDER BY share.place
