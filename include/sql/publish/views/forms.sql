-- Purpose:    form II.06a as it is printed, what became of it, and whether it goes on where the one before ended.
-- Grain:      see the comment of each view.
-- Reads:      core.area, core.area_member, core.form_folding, core.sector, mart.confirmed_form, mart.form_confirmation,
--             mart.form_ii06a, mart.form_signature, mart.number_vi, mart.period_before, mart.published_form,
--             mart.refuse_change.
-- Writes:     function core.refuse_used_folding; views mart.unfolded_form, mart.printed_form, mart.form_state,
--             mart.form_continuity; triggers.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE TRIGGER form_confirmation_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.form_confirmation
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('was confirmed: confirm a later version instead');
CREATE OR REPLACE TRIGGER confirmed_form_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.confirmed_form
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('was confirmed: confirm a later version instead');
CREATE OR REPLACE TRIGGER form_signature_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.form_signature
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('was signed: confirm and sign a later version instead');

-- What was confirmed or published is printed from its figures, so by the folding of then.
CREATE OR REPLACE FUNCTION core.refuse_used_folding() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched core.form_folding[] := CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW]
        WHEN 'DELETE' THEN ARRAY[OLD]
        ELSE ARRAY[OLD, NEW]
    END;
    used_to date := (
        SELECT max(used.period_end)
        FROM unnest(touched) AS folding
        INNER JOIN core.area ON folding.area_code = area.area_code
        INNER JOIN core.area_member ON area.area_id = area_member.area_id
        INNER JOIN (
            SELECT
                published_form.unit_id,
                published_form.period_end
            FROM mart.published_form
            UNION ALL
            SELECT
                confirmed_form.unit_id,
                confirmed_form.period_end
            FROM mart.confirmed_form
        ) AS used ON area_member.unit_id = used.unit_id AND folding.valid_from <= used.period_end
    );
BEGIN
    IF used_to IS NOT NULL THEN
        RAISE EXCEPTION 'form II.06a of % was published or confirmed for periods up to %: let the folding of % begin later',
            touched[1].area_code, used_to, touched[1].figure
            USING
                ERRCODE = 'restrict_violation',
                CONSTRAINT = 'a_folding_begins_after_the_forms_that_were_published_or_confirmed';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER used_folding_stays BEFORE INSERT OR UPDATE OR DELETE ON core.form_folding
FOR EACH ROW EXECUTE FUNCTION core.refuse_used_folding();
CREATE OR REPLACE TRIGGER folding_not_emptied BEFORE TRUNCATE ON core.form_folding
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('says how forms were printed');

CREATE OR REPLACE VIEW mart.unfolded_form AS
SELECT
    NULL::bigint AS publication_id,
    NULL::bigint AS form_id,
    form_ii06a.*
FROM mart.form_ii06a
UNION ALL
SELECT
    NULL,
    confirmed_form.*
FROM mart.confirmed_form
UNION ALL
SELECT
    published_form.publication_id,
    NULL,
    published_form.unit_id,
    published_form.basis,
    published_form.period_id,
    published_form.sector_code,
    published_form.unit_code,
    published_form.period_start,
    published_form.period_end,
    published_form.received_total,
    published_form.received_online,
    published_form.received_direct_postal,
    published_form.carried_over,
    published_form.resolved_total,
    published_form.resolved_early,
    published_form.resolved_on_time,
    published_form.resolved_overdue,
    published_form.in_progress_total,
    published_form.in_progress_within,
    published_form.in_progress_overdue,
    published_form.resolved_no_due_date,
    published_form.in_progress_no_due_date,
    published_form.paused,
    published_form.withdrawn,
    published_form.refused,
    published_form.stopped,
    published_form.transferred_in,
    published_form.transferred_out
FROM mart.published_form;
COMMENT ON VIEW mart.unfolded_form IS 'Form II.06a as it is now, as it was confirmed and as it was published, before a province folds anything into its columns: what mart.printed_form prints.';

CREATE OR REPLACE VIEW mart.printed_form AS
SELECT
    form.publication_id,
    form.form_id,
    form.unit_id,
    form.unit_code,
    form.basis,
    form.period_id,
    form.period_start,
    form.period_end,
    form.sector_code,
    CASE
        WHEN form.sector_code = '*' THEN 'Tổng cộng'
        ELSE coalesce(sector.name, 'Chưa rõ lĩnh vực')
    END AS sector_vi,
    form.received_total,
    form.received_online,
    form.received_direct_postal,
    form.carried_over,
    printed.early + printed.on_time + printed.overdue AS resolved_total,
    printed.early AS resolved_early,
    printed.on_time AS resolved_on_time,
    printed.overdue AS resolved_overdue,
    printed.within + printed.past AS in_progress_total,
    printed.within AS in_progress_within,
    printed.past AS in_progress_overdue,
    folded.resolved_no_due_date,
    folded.in_progress_no_due_date,
    folded.paused,
    folded.withdrawn,
    folded.refused,
    folded.stopped,
    form.transferred_in,
    form.transferred_out,
    folded.footnote_vi
FROM mart.unfolded_form AS form
LEFT JOIN core.sector ON form.sector_code = sector.sector_code
LEFT JOIN LATERAL (
    SELECT area.area_code
    FROM core.area_member
    INNER JOIN core.area ON area_member.area_id = area.area_id AND area.kind = 'province'
    WHERE area_member.unit_id = form.unit_id AND area_member.valid @> form.period_end
    LIMIT 1
) AS province ON TRUE
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(beside.n) FILTER (WHERE form_folding.printed_as = 'resolved_early'), 0) AS early,
        coalesce(sum(beside.n) FILTER (WHERE form_folding.printed_as = 'resolved_on_time'), 0) AS on_time,
        coalesce(sum(beside.n) FILTER (WHERE form_folding.printed_as = 'resolved_overdue'), 0) AS overdue,
        coalesce(sum(beside.n) FILTER (WHERE form_folding.printed_as = 'in_progress_within'), 0) AS within,
        coalesce(sum(beside.n) FILTER (WHERE form_folding.printed_as = 'in_progress_overdue'), 0) AS past,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'resolved_no_due_date' AND form_folding.printed_as IS NULL), 0)
            AS resolved_no_due_date,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'in_progress_no_due_date' AND form_folding.printed_as IS NULL), 0)
            AS in_progress_no_due_date,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'paused' AND form_folding.printed_as IS NULL), 0) AS paused,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'withdrawn' AND form_folding.printed_as IS NULL), 0) AS withdrawn,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'refused' AND form_folding.printed_as IS NULL), 0) AS refused,
        coalesce(sum(beside.n) FILTER (WHERE beside.figure = 'stopped' AND form_folding.printed_as IS NULL), 0) AS stopped,
        string_agg(
            'Cột ' || CASE form_folding.printed_as
                WHEN 'resolved_early' THEN '(8)'
                WHEN 'resolved_on_time' THEN '(9)'
                WHEN 'resolved_overdue' THEN '(10)'
                WHEN 'in_progress_within' THEN '(12)'
                ELSE '(13)'
            END || ' gồm cả ' || mart.number_vi(beside.n, 0) || ' hồ sơ ' || beside.name_vi,
            '; ' ORDER BY beside.place
        ) FILTER (WHERE form_folding.printed_as IS NOT NULL AND beside.n > 0) AS footnote_vi
    FROM (
        VALUES
        (1, 'resolved_no_due_date', form.resolved_no_due_date, 'đã giải quyết, không có ngày hẹn trả'),
        (2, 'withdrawn', form.withdrawn, 'công dân rút'),
        (3, 'refused', form.refused, 'từ chối tiếp nhận'),
        (4, 'stopped', form.stopped, 'dừng giải quyết'),
        (5, 'in_progress_no_due_date', form.in_progress_no_due_date, 'đang giải quyết, không có ngày hẹn trả'),
        (6, 'paused', form.paused, 'chờ bổ sung hoặc chờ thực hiện nghĩa vụ tài chính')
    ) AS beside (place, figure, n, name_vi)
    LEFT JOIN LATERAL (
        SELECT dated.printed_as
        FROM core.form_folding AS dated
        WHERE
            dated.area_code = province.area_code
            AND dated.figure = beside.figure
            AND dated.valid_from <= form.period_end
        ORDER BY dated.valid_from DESC
        LIMIT 1
    ) AS form_folding ON TRUE
) AS folded
CROSS JOIN LATERAL (
    SELECT
        form.resolved_early + folded.early AS early,
        form.resolved_on_time + folded.on_time AS on_time,
        form.resolved_overdue + folded.overdue AS overdue,
        form.in_progress_within + folded.within AS within,
        form.in_progress_overdue + folded.past AS past
) AS printed;
COMMENT ON VIEW mart.printed_form IS 'Form II.06a as it is printed: columns (3) to (13), what has no column beside them or, where the province says so (core.form_folding), in one of them with a footnote. Every page, workbook and mail shows the form from here. form_id and publication_id null: as it is now.';
COMMENT ON COLUMN mart.printed_form.resolved_total IS 'Column (7) = (8) + (9) + (10) as printed.';
COMMENT ON COLUMN mart.printed_form.in_progress_total IS 'Column (11) = (12) + (13) as printed.';
COMMENT ON COLUMN mart.printed_form.withdrawn IS 'Beside the form; 0 where it is counted into a column.';
COMMENT ON COLUMN mart.printed_form.footnote_vi IS 'What the columns hold besides their own; null if nothing.';

CREATE OR REPLACE VIEW mart.form_state AS
SELECT
    latest.unit_id,
    latest.basis,
    latest.period_id,
    latest.form_id,
    latest.version,
    CASE
        WHEN form_signature.form_id IS NULL THEN 'confirmed'
        WHEN earlier.is_signed THEN 'corrected'
        ELSE 'signed'
    END AS state,
    latest.confirmed_at,
    latest.confirmed_by_post,
    form_signature.document_number,
    form_signature.document_date,
    form_signature.signed_by_post,
    moved.has_moved
FROM (
    SELECT DISTINCT ON (form_confirmation.unit_id, form_confirmation.basis, form_confirmation.period_id)
        form_confirmation.*
    FROM mart.form_confirmation
    ORDER BY
        form_confirmation.unit_id, form_confirmation.basis, form_confirmation.period_id, form_confirmation.version DESC
) AS latest
LEFT JOIN mart.form_signature ON latest.form_id = form_signature.form_id
CROSS JOIN LATERAL (
    SELECT
        EXISTS(
            SELECT 1
            FROM mart.form_confirmation AS former
            INNER JOIN mart.form_signature AS its ON former.form_id = its.form_id
            WHERE
                former.unit_id = latest.unit_id
                AND former.basis = latest.basis
                AND former.period_id = latest.period_id
                AND former.version < latest.version
        ) AS is_signed
) AS earlier
CROSS JOIN LATERAL (
    SELECT
        EXISTS(
            (
                SELECT to_jsonb(confirmed_form) - 'form_id'
                FROM mart.confirmed_form
                WHERE confirmed_form.form_id = latest.form_id
                EXCEPT ALL
                SELECT to_jsonb(form_ii06a)
                FROM mart.form_ii06a
                WHERE
                    form_ii06a.unit_id = latest.unit_id
                    AND form_ii06a.basis = latest.basis
                    AND form_ii06a.period_id = latest.period_id
            )
            UNION ALL
            (
                SELECT to_jsonb(form_ii06a)
                FROM mart.form_ii06a
                WHERE
                    form_ii06a.unit_id = latest.unit_id
                    AND form_ii06a.basis = latest.basis
                    AND form_ii06a.period_id = latest.period_id
                EXCEPT ALL
                SELECT to_jsonb(confirmed_form) - 'form_id'
                FROM mart.confirmed_form
                WHERE confirmed_form.form_id = latest.form_id
            )
        ) AS has_moved
) AS moved;
COMMENT ON VIEW mart.form_state IS 'The latest confirmed version of each form II.06a; a form that is not here is a draft (dự thảo).';
COMMENT ON COLUMN mart.form_state.state IS 'confirmed (đã xác nhận), signed (đã ký), corrected (signed again after an earlier version had been signed).';
COMMENT ON COLUMN mart.form_state.has_moved IS 'The figures of now differ from those that were confirmed.';

CREATE OR REPLACE VIEW mart.form_continuity AS
WITH standing AS (
    SELECT
        form_state.form_id IS NOT NULL AS is_confirmed,
        form.*
    FROM mart.form_ii06a AS form
    LEFT JOIN mart.form_state
        ON
            form.unit_id = form_state.unit_id
            AND form.basis = form_state.basis
            AND form.period_id = form_state.period_id
    WHERE form_state.form_id IS NULL
    UNION ALL
    SELECT
        TRUE,
        confirmed_form.unit_id,
        confirmed_form.basis,
        confirmed_form.period_id,
        confirmed_form.sector_code,
        confirmed_form.unit_code,
        confirmed_form.period_start,
        confirmed_form.period_end,
        confirmed_form.received_total,
        confirmed_form.received_online,
        confirmed_form.received_direct_postal,
        confirmed_form.carried_over,
        confirmed_form.resolved_total,
        confirmed_form.resolved_early,
        confirmed_form.resolved_on_time,
        confirmed_form.resolved_overdue,
        confirmed_form.in_progress_total,
        confirmed_form.in_progress_within,
        confirmed_form.in_progress_overdue,
        confirmed_form.resolved_no_due_date,
        confirmed_form.in_progress_no_due_date,
        confirmed_form.paused,
        confirmed_form.withdrawn,
        confirmed_form.refused,
        confirmed_form.stopped,
        confirmed_form.transferred_in,
        confirmed_form.transferred_out
    FROM mart.form_state
    INNER JOIN mart.confirmed_form ON form_state.form_id = confirmed_form.form_id
)

SELECT
    form.unit_id,
    form.unit_code,
    form.basis,
    form.period_id,
    period_before.before_period_id,
    form.sector_code,
    coalesce(before.in_progress_total, 0) AS ended_with,
    form.carried_over AS begins_with,
    form.carried_over - coalesce(before.in_progress_total, 0) AS difference,
    CASE
        WHEN form.carried_over = coalesce(before.in_progress_total, 0) THEN 'continuous'
        WHEN before.is_confirmed AND (now_before.in_progress_total IS DISTINCT FROM before.in_progress_total)
            THEN 'before_moved'
        WHEN form.is_confirmed THEN 'confirmed_earlier'
        ELSE 'unknown'
    END AS kind,
    CASE
        WHEN form.carried_over = coalesce(before.in_progress_total, 0) THEN 'Khớp với kỳ trước'
        WHEN before.is_confirmed AND (now_before.in_progress_total IS DISTINCT FROM before.in_progress_total)
            THEN 'Số liệu kỳ trước thay đổi sau khi biểu kỳ trước được xác nhận'
        WHEN form.is_confirmed THEN 'Số liệu thay đổi sau khi biểu kỳ này được xác nhận'
        ELSE 'Chưa rõ nguyên nhân'
    END AS name_vi
FROM standing AS form
INNER JOIN mart.period_before ON form.period_id = period_before.period_id
LEFT JOIN standing AS before
    ON
        period_before.before_period_id = before.period_id
        AND form.unit_id = before.unit_id
        AND form.basis = before.basis
        AND form.sector_code = before.sector_code
LEFT JOIN mart.form_ii06a AS now_before
    ON
        period_before.before_period_id = now_before.period_id
        AND form.unit_id = now_before.unit_id
        AND form.basis = now_before.basis
        AND form.sector_code = now_before.sector_code
WHERE split_part(form.period_id, ':', 1) NOT IN ('year_to_date', 'rolling_4_weeks', 'nine_months', 'report_nine_months');
COMMENT ON VIEW mart.form_continuity IS 'What a form II.06a begins with beside what the form of the period before ended with, confirmed ones as they were confirmed, and what a difference is called. Ask by period.';
COMMENT ON COLUMN mart.form_continuity.ended_with IS 'Dossiers in progress at the end of the period before.';
COMMENT ON COLUMN mart.form_continuity.begins_with IS 'Dossiers carried over into the period.';
COMMENT ON COLUMN mart.form_continuity.kind IS 'continuous; before_moved: the period before moved after its form was confirmed; confirmed_earlier: this one moved after it was confirmed; unknown.';

GRANT SELECT ON mart.unfolded_form, mart.printed_form, mart.form_state, mart.form_continuity TO onestop_reader, onestop_pipeline;
