-- Purpose:    what the nightly comparison compares, what it comes to, and what officials read of it.
-- Grain:      see the comment of each view.
-- Reads:      audit.batch, audit.count_comparison, audit.count_difference, audit.payment_comparison,
--             audit.payment_outcome, audit.platform_day, core.dossier, core.event, core.feedback, core.flag,
--             core.interlinked, core.payment, core.platform_transaction, core.survey, core.unit_meant, mart.unit,
--             quarantine.broken_rule, quarantine.record.
-- Writes:     views quarantine.placed_record, core.counted_record, core.payment_attempt, core.payment_dossier,
--             audit.payment_judgement, mart.count_difference, mart.payment_reconciliation, mart.payment_flag; guards.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION audit.refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of %.% are closed, never deleted', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER count_difference_stays BEFORE TRUNCATE ON audit.count_difference
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_removal();

CREATE OR REPLACE FUNCTION audit.refuse_difference_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF
        OLD.status = 'open'
        OR OLD.closed_on > (SELECT max(count_comparison.compared_at)::date - 35 FROM audit.count_comparison)
    THEN
        RAISE EXCEPTION 'audit.count_difference keeps what is open, and what was closed in the last 35 days'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER count_difference_until_over BEFORE DELETE ON audit.count_difference
FOR EACH ROW EXECUTE FUNCTION audit.refuse_difference_removal();
CREATE OR REPLACE TRIGGER payment_outcome_stays BEFORE DELETE OR TRUNCATE ON audit.payment_outcome
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_removal();

CREATE OR REPLACE FUNCTION audit.refuse_backward_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.since_on < OLD.since_on OR (NEW.outcome <> OLD.outcome AND NEW.since_on < OLD.closed_on) THEN
        RAISE EXCEPTION 'outcomes of payments move forward only' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER payment_outcome_forward BEFORE UPDATE ON audit.payment_outcome
FOR EACH ROW EXECUTE FUNCTION audit.refuse_backward_outcome();

-- Several versions of a record may wait in quarantine, the source counts one. Its unit and day are read as far as they
-- can be: what a record does not tell, and a day that was still to come, stays null; it may then be of any unit or day.
CREATE OR REPLACE VIEW quarantine.placed_record AS
SELECT DISTINCT ON (record.source_id, record.feed, coalesce(record.record_key, record.page_hash || record.ordinal))
    record.source_id,
    record.feed,
    record.record_key,
    unit_meant.unit_id,
    answered.day,
    (record.payload ->> 'DaXoa' IS DISTINCT FROM '1')
    -- A dossier that was not received yet is counted nowhere.
    AND (record.feed <> 'dossiers' OR coalesce(record.payload ->> 'NgayTiepNhan', '') <> '') AS is_counted
FROM quarantine.record
INNER JOIN audit.batch ON record.batch_id = batch.batch_id
CROSS JOIN LATERAL (
    SELECT
        upper(regexp_replace(record.payload ->> 'MaDonVi', '\s', '', 'g')) AS unit_code,
        substring(
            record.payload ->> CASE record.feed
                WHEN 'dossiers' THEN 'NgayTiepNhan'
                WHEN 'events' THEN 'ThoiDiemXuLy'
                WHEN 'payments' THEN 'NgayYeuCau'
                WHEN 'surveys' THEN 'ThoiGianDanhGia'
                WHEN 'feedback' THEN 'NgayTiepNhan'
                WHEN 'interlinked' THEN 'NgayTiepNhan'
            END FROM '^\d{8}'
        ) AS digits
) AS sent
CROSS JOIN LATERAL (
    SELECT CASE WHEN parsed.day <= batch.as_of::date THEN parsed.day END AS day
    FROM (SELECT CASE WHEN pg_input_is_valid(sent.digits, 'date') THEN sent.digits::date END AS day) AS parsed
) AS answered
LEFT JOIN core.unit_meant
    ON
        sent.unit_code = unit_meant.code
        AND coalesce(answered.day, '2099-12-31') >= unit_meant.valid_from
        AND coalesce(answered.day, '2099-12-31') < unit_meant.valid_before
WHERE
    record.status IN ('open', 'dismissed')
    -- A good version under this code is one of the other dossier that has it.
    OR record.status = 'superseded'
    AND EXISTS (
        SELECT 1
        FROM quarantine.broken_rule
        WHERE
            record.source_id = broken_rule.source_id
            AND record.feed = broken_rule.feed
            AND record.page_hash = broken_rule.page_hash
            AND record.ordinal = broken_rule.ordinal
            AND broken_rule.rule_id = 'dossier_identity_conflict'
    )
ORDER BY
    record.source_id,
    record.feed,
    coalesce(record.record_key, record.page_hash || record.ordinal),
    record.batch_id DESC,
    record.page_hash,
    record.ordinal DESC;
COMMENT ON VIEW quarantine.placed_record IS 'Records that wait in quarantine or were dismissed, with the unit and day for which a source would count them, as far as they tell.';
COMMENT ON COLUMN quarantine.placed_record.is_counted IS 'The source counts it: no tombstone, and a dossier was received.';

-- Counted as a source counts: a dossier for its receiving unit on its reception day, anything else on the day of its own
-- beginning; test dossiers too, but no national copies and nothing that was deleted. An event is of the unit that
-- received its dossier, also while that dossier is in quarantine. Dossiers that were never received count nowhere.
CREATE OR REPLACE VIEW core.counted_record AS
SELECT
    'dossiers' AS feed,
    dossier.source_id,
    dossier.receiving_unit_id AS unit_id,
    dossier.received_on AS day,
    dossier.received_on IS NOT NULL AND flag.rule_id IS NULL AS has_own_day,
    NULL::bigint AS amount_vnd
FROM core.dossier
LEFT JOIN core.flag
    ON
        dossier.source_id = flag.source_id
        AND flag.feed = 'dossiers'
        AND dossier.dossier_code = flag.record_key
        AND flag.rule_id = 'dossier_reception_missing'
WHERE
    NOT dossier.is_deleted
    AND NOT dossier.is_national_copy
    AND (dossier.received_on IS NOT NULL OR dossier.status IN (2, 4, 5, 6, 8, 9, 10))
UNION ALL
SELECT
    'events',
    event.source_id,
    coalesce(dossier.receiving_unit_id, waiting.unit_id),
    event.happened_at::date,
    TRUE,
    NULL
FROM core.event
LEFT JOIN core.dossier ON event.source_id = dossier.source_id AND event.dossier_code = dossier.dossier_code
LEFT JOIN quarantine.placed_record AS waiting
    ON
        waiting.feed = 'dossiers'
        AND event.source_id = waiting.source_id
        AND event.dossier_code = waiting.record_key
        AND dossier.dossier_code IS NULL
WHERE NOT event.is_deleted
UNION ALL
SELECT
    'payments',
    payment.source_id,
    payment.unit_id,
    payment.requested_at::date,
    payment.requested_at IS NOT NULL,
    -- The sum of the fees decides what is owed; a payment without them has only its amount.
    coalesce(parts.amount_vnd, payment.amount_vnd)
FROM core.payment
LEFT JOIN LATERAL (
    SELECT CASE WHEN count(*) = count(fee.amount_vnd) THEN sum(fee.amount_vnd)::bigint END AS amount_vnd
    FROM jsonb_to_recordset(payment.fees) AS fee (amount_vnd bigint)
) AS parts ON TRUE
WHERE NOT payment.is_deleted
UNION ALL
SELECT
    'surveys',
    survey.source_id,
    survey.unit_id,
    survey.rated_at::date,
    TRUE,
    NULL
FROM core.survey
WHERE NOT survey.is_deleted
UNION ALL
SELECT
    'feedback',
    feedback.source_id,
    feedback.unit_id,
    feedback.received_at::date,
    TRUE,
    NULL
FROM core.feedback
WHERE NOT feedback.is_deleted
UNION ALL
SELECT
    'interlinked',
    interlinked.source_id,
    interlinked.unit_id,
    interlinked.received_at::date,
    interlinked.received_at IS NOT NULL,
    NULL
FROM core.interlinked
WHERE NOT interlinked.is_deleted;
COMMENT ON VIEW core.counted_record IS 'What the warehouse holds of each feed that is compared by counts: a row for each record, with the unit and day for which its source counts it.';
COMMENT ON COLUMN core.counted_record.has_own_day IS 'False: the record tells no such day, and the day is null or a substitute.';

-- Two payments with one reference are a fault of the one-stop; the one that says paid is compared.
CREATE OR REPLACE VIEW core.payment_attempt AS
SELECT DISTINCT ON (payment.source_id, attempt.merchant_ref)
    payment.source_id,
    attempt.merchant_ref,
    payment.record_key,
    attempt.status,
    attempt.tried_at,
    coalesce(attempt.tried_at, payment.requested_at) AS began_at,
    attempt.amount_vnd,
    payment.amount_vnd AS asked_vnd,
    attempt.status = 'success' AND payment.status = 'refunded' AS is_refunded,
    payment.refund_vnd
FROM core.payment
CROSS JOIN LATERAL jsonb_to_recordset(payment.attempts)
    AS attempt (merchant_ref text, status text, tried_at timestamptz, amount_vnd bigint)
WHERE NOT payment.is_deleted AND attempt.merchant_ref IS NOT NULL
ORDER BY payment.source_id, attempt.merchant_ref, attempt.status IS DISTINCT FROM 'success', payment.record_key;
COMMENT ON VIEW core.payment_attempt IS 'The attempts to pay as the one-stop tells them, by the reference that it gave them.';

-- The callback of the platform carries no dossier code, so payments may come without one or with a part of it.
CREATE OR REPLACE VIEW core.payment_dossier AS
SELECT
    payment.source_id,
    payment.record_key,
    coalesce(own.dossier_code, other.dossier_code) AS dossier_code,
    coalesce(own.case_id, other.case_id) AS case_id,
    CASE
        WHEN own.dossier_code IS NOT NULL THEN 'own'
        WHEN other.dossier_code IS NOT NULL THEN 'platform'
    END AS found_by,
    own.dossier_code IS NULL AND other.dossier_code IS NULL AND NOT coalesce(other.is_quarantined, FALSE) AS is_orphan
FROM core.payment
LEFT JOIN core.dossier AS own ON payment.source_id = own.source_id AND payment.dossier_code = own.dossier_code
LEFT JOIN LATERAL (
    SELECT
        known.dossier_code,
        known.case_id,
        EXISTS(
            SELECT 1
            FROM quarantine.record
            WHERE
                record.source_id = payment.source_id
                AND record.feed = 'dossiers'
                AND record.record_key = named.dossier_code
                AND record.status = 'open'
        ) AS is_quarantined
    FROM (
        SELECT payment.dossier_code, TRUE AS is_own, NULL AS merchant_ref
        UNION ALL
        SELECT listed.dossier_code, FALSE, attempt.merchant_ref
        FROM jsonb_to_recordset(payment.attempts) AS attempt (merchant_ref text)
        CROSS JOIN LATERAL (
            SELECT transaction.dossier_code
            FROM core.platform_transaction AS transaction
            WHERE
                transaction.source_id = payment.source_id
                AND transaction.merchant_ref = attempt.merchant_ref
                AND transaction.is_listed
            OFFSET 0
        ) AS listed
    ) AS named
    -- OFFSET 0 makes each step a look-up by key: the planner cannot know how few payments come this far.
    LEFT JOIN LATERAL (
        SELECT dossier.dossier_code, dossier.case_id
        FROM core.dossier
        WHERE dossier.source_id = payment.source_id AND dossier.dossier_code = named.dossier_code
        OFFSET 0
    ) AS known ON TRUE
    WHERE own.dossier_code IS NULL
    ORDER BY known.dossier_code IS NULL, is_quarantined DESC, named.is_own DESC, named.merchant_ref, named.dossier_code
    LIMIT 1
) AS other ON TRUE
WHERE NOT payment.is_deleted;
COMMENT ON VIEW core.payment_dossier IS 'The dossier of each payment: its own code if that is known, else the code of the platform''s row with its reference, else none.';
COMMENT ON COLUMN core.payment_dossier.is_orphan IS 'No dossier is known or waits in quarantine under any code that the payment or the platform names.';

-- One outcome for each reference that either side knows of a day that was listed. The first that applies counts:
-- what has to be given back or got in, then what the two sides say differently, then what is settled.
-- An attempt that the platform does not list is judged once the following day was listed too: the platform's clock may
-- have passed midnight first. Where neither side was paid and one does not know the attempt, there is nothing to settle.
CREATE OR REPLACE VIEW audit.payment_judgement AS
WITH listed AS (
    SELECT DISTINCT ON (transaction.source_id, transaction.merchant_ref)
        transaction.*,
        count(*) OVER (PARTITION BY transaction.source_id, transaction.merchant_ref) AS days,
        transaction.refunded_at IS NOT NULL AS is_refunded
    FROM core.platform_transaction AS transaction
    WHERE transaction.is_listed
    ORDER BY transaction.source_id, transaction.merchant_ref, transaction.status = 'success' DESC, transaction.day DESC
),

unlisted AS (
    SELECT attempt.source_id, attempt.merchant_ref
    FROM core.payment_attempt AS attempt
    INNER JOIN audit.platform_day AS day ON attempt.source_id = day.source_id AND attempt.began_at::date = day.day
    INNER JOIN audit.platform_day AS day_after
        ON attempt.source_id = day_after.source_id AND attempt.began_at::date + 1 = day_after.day
    WHERE day.told_as_of IS NOT NULL AND day_after.told_as_of IS NOT NULL
),

judged AS (
    SELECT listed.source_id, listed.merchant_ref FROM listed
    UNION
    SELECT unlisted.source_id, unlisted.merchant_ref FROM unlisted
),

compared AS (
    SELECT
        judged.source_id,
        judged.merchant_ref,
        attempt.record_key,
        coalesce(listed.day, attempt.began_at::date) AS day,
        coalesce(listed.tried_at, attempt.began_at) AS began_at,
        attempt.status AS status_here,
        listed.status AS status_there,
        coalesce(attempt.status = 'success', FALSE) AS is_paid_here,
        coalesce(listed.status = 'success', FALSE) AS is_paid_there,
        coalesce(attempt.is_refunded, FALSE) AS is_refunded_here,
        coalesce(listed.is_refunded, FALSE) AS is_refunded_there,
        coalesce(
            listed.amount_vnd <> attempt.amount_vnd
            OR listed.amount_vnd <> attempt.asked_vnd
            OR (attempt.is_refunded AND listed.is_refunded AND listed.refund_vnd <> attempt.refund_vnd),
            FALSE
        ) AS has_other_amount,
        coalesce(
            listed.days > 1
            OR attempt.tried_at::date <> listed.day
            OR abs(extract(EPOCH FROM attempt.tried_at - listed.tried_at)) BETWEEN 43140 AND 43260,
            FALSE
        ) AS is_shifted
    FROM judged
    LEFT JOIN core.payment_attempt AS attempt
        ON judged.source_id = attempt.source_id AND judged.merchant_ref = attempt.merchant_ref
    LEFT JOIN listed ON judged.source_id = listed.source_id AND judged.merchant_ref = listed.merchant_ref
),

counted AS (
    SELECT
        compared.*,
        compared.record_key IS NOT NULL
        AND NOT compared.is_refunded_there
        AND (
            compared.is_paid_here
            AND 1 < count(*) FILTER (WHERE compared.is_paid_here AND NOT compared.is_refunded_there) OVER payment
            OR compared.is_paid_there
            AND 1 < count(*) FILTER (WHERE compared.is_paid_there AND NOT compared.is_refunded_there) OVER payment
        ) AS is_paid_twice
    FROM compared
    WINDOW payment AS (PARTITION BY compared.source_id, compared.record_key)
),

named AS (
    SELECT
        counted.*,
        CASE
            WHEN counted.is_paid_twice THEN 'duplicate_success'
            WHEN counted.is_paid_here AND NOT counted.is_paid_there THEN 'local_only'
            WHEN counted.is_paid_there AND NOT counted.is_paid_here THEN 'platform_only'
            WHEN
                counted.record_key IS NOT NULL
                AND counted.status_there IS NOT NULL
                AND (counted.status_here IS DISTINCT FROM counted.status_there)
                THEN 'status_mismatch'
            WHEN counted.has_other_amount THEN 'amount_mismatch'
            WHEN payment_dossier.is_orphan AND counted.began_at < comparison.waited_since THEN 'orphan'
            WHEN counted.is_refunded_here OR counted.is_refunded_there THEN 'refunded'
            WHEN counted.is_shifted THEN 'date_shift'
            ELSE 'matched'
        END AS outcome
    FROM counted
    LEFT JOIN core.payment_dossier
        ON counted.source_id = payment_dossier.source_id AND counted.record_key = payment_dossier.record_key
    LEFT JOIN audit.payment_comparison AS comparison ON counted.source_id = comparison.source_id
)

SELECT
    named.source_id,
    named.merchant_ref,
    named.record_key,
    named.day,
    named.outcome,
    CASE named.outcome
        WHEN 'refunded' THEN named.is_refunded_here AND named.is_refunded_there
        WHEN 'matched' THEN 'pending' NOT IN (coalesce(named.status_here, ''), coalesce(named.status_there, ''))
        ELSE named.outcome = 'date_shift'
    END AS is_settled
FROM named;
COMMENT ON VIEW audit.payment_judgement IS 'What each reference comes to by what both sides say now: one of the nine outcomes, and whether the last word is spoken.';

CREATE OR REPLACE VIEW mart.count_difference AS
SELECT
    difference.source_id,
    difference.feed,
    difference.unit_id,
    difference.unit_code,
    unit.name AS unit_name,
    difference.day,
    difference.name,
    label.name_vi,
    difference.here,
    difference.there,
    difference.here_vnd,
    difference.there_vnd,
    difference.quarantined,
    difference.unplaced,
    difference.status,
    difference.opened_on,
    difference.last_seen_on,
    difference.closed_on,
    coalesce(difference.closed_on, difference.last_seen_on) - difference.opened_on AS days_open,
    difference.times_seen,
    difference.times_opened
FROM audit.count_difference AS difference
INNER JOIN (
    VALUES
    ('unit_unknown', 'Mã đơn vị không có trong danh mục'),
    ('quarantined', 'Bản ghi lỗi dữ liệu, chờ xử lý'),
    ('held', 'Lô dữ liệu đang chờ người quyết định'),
    ('not_yet_read', 'Chưa đọc tới thời điểm nguồn tổng hợp'),
    ('unplaced', 'Có bản ghi nhưng không rõ đơn vị hoặc ngày'),
    ('missing_here', 'Nguồn có, kho dữ liệu thiếu'),
    ('missing_there', 'Kho dữ liệu có, nguồn không tính'),
    ('sum_differs', 'Lệch tổng số tiền')
) AS label (name, name_vi) ON difference.name = label.name
LEFT JOIN mart.unit ON difference.unit_id = unit.unit_id;
COMMENT ON VIEW mart.count_difference IS 'Where a source and the warehouse count differently, by feed, unit and day, with its Vietnamese name and age.';
COMMENT ON COLUMN mart.count_difference.days_open IS 'From its (latest) opening to its closing, or to the last comparison that found it.';

CREATE OR REPLACE VIEW mart.payment_reconciliation AS
SELECT
    outcome.source_id,
    outcome.merchant_ref,
    outcome.record_key AS request_code,
    payment.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    payment_dossier.dossier_code,
    outcome.day,
    attempt.amount_vnd AS amount_here_vnd,
    attempt.status AS status_here,
    listed.amount_vnd AS amount_there_vnd,
    listed.status AS status_there,
    outcome.outcome,
    label.name_vi,
    outcome.since_on,
    outcome.closed_on,
    outcome.closed_on IS NULL AS is_open
FROM audit.payment_outcome AS outcome
INNER JOIN (
    VALUES
    ('matched', 'Khớp'),
    ('refunded', 'Đã hoàn phí'),
    ('date_shift', 'Lệch ngày hoặc giờ giao dịch'),
    ('orphan', 'Không tìm thấy hồ sơ'),
    ('amount_mismatch', 'Lệch số tiền'),
    ('status_mismatch', 'Lệch trạng thái giao dịch'),
    ('platform_only', 'Nền tảng thanh toán đã thu, một cửa chưa ghi nhận'),
    ('local_only', 'Một cửa ghi đã thu, nền tảng thanh toán không xác nhận'),
    ('duplicate_success', 'Thanh toán trùng')
) AS label (outcome, name_vi) ON outcome.outcome = label.outcome
LEFT JOIN core.payment ON outcome.source_id = payment.source_id AND outcome.record_key = payment.record_key
LEFT JOIN mart.unit ON payment.unit_id = unit.unit_id
LEFT JOIN core.payment_dossier
    ON outcome.source_id = payment_dossier.source_id AND outcome.record_key = payment_dossier.record_key
LEFT JOIN core.payment_attempt AS attempt
    ON outcome.source_id = attempt.source_id AND outcome.merchant_ref = attempt.merchant_ref
LEFT JOIN core.platform_transaction AS listed
    ON
        outcome.source_id = listed.source_id
        AND outcome.merchant_ref = listed.merchant_ref
        AND outcome.day = listed.day
        AND listed.is_listed;
COMMENT ON VIEW mart.payment_reconciliation IS 'Each attempt to pay beside the payment platform, by its reference: the outcome, its Vietnamese name, since when.';
COMMENT ON COLUMN mart.payment_reconciliation.is_open IS 'Somebody has to act, or the last word is not spoken.';

CREATE OR REPLACE VIEW mart.payment_flag AS
SELECT
    found.source_id,
    found.record_key AS request_code,
    payment.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    payment_dossier.dossier_code,
    payment.requested_at,
    found.flag,
    label.name_vi
FROM (
    SELECT attempt.source_id, attempt.record_key, 'payment_pending_too_long' AS flag
    FROM core.payment_attempt AS attempt
    INNER JOIN audit.payment_comparison AS comparison ON attempt.source_id = comparison.source_id
    WHERE attempt.status = 'pending' AND attempt.began_at < comparison.waited_since
    UNION
    SELECT orphan.source_id, orphan.record_key, 'payment_orphan'
    FROM core.payment_dossier AS orphan
    INNER JOIN core.payment AS waiting
        ON orphan.source_id = waiting.source_id AND orphan.record_key = waiting.record_key
    INNER JOIN audit.payment_comparison AS comparison ON orphan.source_id = comparison.source_id
    WHERE orphan.is_orphan AND waiting.requested_at < comparison.waited_since
    UNION
    SELECT outcome.source_id, outcome.record_key, kind.flag
    FROM audit.payment_outcome AS outcome
    INNER JOIN (
        VALUES ('local_only', 'payment_local_only'), ('duplicate_success', 'payment_double_success')
    ) AS kind (outcome, flag) ON outcome.outcome = kind.outcome
    WHERE outcome.closed_on IS NULL
) AS found
INNER JOIN (
    VALUES
    ('payment_pending_too_long', 'Giao dịch treo quá ba ngày'),
    ('payment_orphan', 'Khoản thu không tìm thấy hồ sơ'),
    ('payment_local_only', 'Đã ghi thu nhưng nền tảng thanh toán không xác nhận'),
    ('payment_double_success', 'Một yêu cầu được thanh toán hai lần')
) AS label (flag, name_vi) ON found.flag = label.flag
INNER JOIN core.payment ON found.source_id = payment.source_id AND found.record_key = payment.record_key
INNER JOIN mart.unit ON payment.unit_id = unit.unit_id
INNER JOIN core.payment_dossier
    ON found.source_id = payment_dossier.source_id AND found.record_key = payment_dossier.record_key;
COMMENT ON VIEW mart.payment_flag IS 'Payments that somebody has to look into, as of the last comparison with the payment platform, with the Vietnamese name of what is wrong.';
