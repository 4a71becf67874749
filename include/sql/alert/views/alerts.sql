-- Purpose:    what was sent to people never changes; how many dossiers of each unit need attention.
-- Grain:      one trigger a guarded table; see the comment of the view.
-- Reads:      audit.alert_list, audit.alert_list_count, audit.alert_list_item, audit.alert_run, audit.is_disputable,
--             audit.refuse_recent_removal, audit.refuse_removal_from_list, core.alert, core.unit, mart.overdue_dossier,
--             mart.refuse_change.
-- Writes:     functions core.refuse_other_alert and core.refuse_alert_removal, triggers, view mart.overdue_by_unit.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION core.refuse_other_alert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF
        to_jsonb(NEW) - '{ended_at, ended_because, escalated_at}'::text[]
        <> to_jsonb(OLD) - '{ended_at, ended_because, escalated_at}'::text[]
        OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.ended_because) IS DISTINCT FROM (OLD.ended_at, OLD.ended_because))
        OR (OLD.escalated_at IS NOT NULL AND NEW.escalated_at IS DISTINCT FROM OLD.escalated_at)
    THEN
        RAISE EXCEPTION 'alert % was told: it may end once and be escalated once', OLD.alert_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER alert_forward BEFORE UPDATE ON core.alert
FOR EACH ROW EXECUTE FUNCTION core.refuse_other_alert();
CREATE OR REPLACE TRIGGER alert_stays BEFORE TRUNCATE ON core.alert
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER alert_run_immutable BEFORE UPDATE OR TRUNCATE ON audit.alert_run
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER alert_list_immutable BEFORE UPDATE OR TRUNCATE ON audit.alert_list
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER alert_list_item_immutable BEFORE UPDATE OR TRUNCATE ON audit.alert_list_item
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');
CREATE OR REPLACE TRIGGER alert_list_count_immutable BEFORE UPDATE OR TRUNCATE ON audit.alert_list_count
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was told');

CREATE OR REPLACE FUNCTION core.refuse_alert_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NULL OR audit.is_disputable(OLD.ended_at) THEN
        RAISE EXCEPTION 'core.alert keeps what was told: open alerts, and those that ended in the last 35 days'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER alert_until_over BEFORE DELETE ON core.alert
FOR EACH ROW EXECUTE FUNCTION core.refuse_alert_removal();
CREATE OR REPLACE TRIGGER alert_run_until_over BEFORE DELETE ON audit.alert_run
FOR EACH ROW EXECUTE FUNCTION audit.refuse_recent_removal();
CREATE OR REPLACE TRIGGER alert_list_until_over BEFORE DELETE ON audit.alert_list
FOR EACH ROW EXECUTE FUNCTION audit.refuse_recent_removal();
CREATE OR REPLACE TRIGGER alert_list_item_with_its_list BEFORE DELETE ON audit.alert_list_item
FOR EACH ROW EXECUTE FUNCTION audit.refuse_removal_from_list();
CREATE OR REPLACE TRIGGER alert_list_count_with_its_list BEFORE DELETE ON audit.alert_list_count
FOR EACH ROW EXECUTE FUNCTION audit.refuse_removal_from_list();

CREATE OR REPLACE VIEW mart.overdue_by_unit AS
SELECT
    dossier.unit_id,
    dossier.unit_code,
    unit.name AS unit_name,
    max(dossier.as_of) AS as_of,
    count(*) AS dossiers,
    count(*) FILTER (WHERE dossier.level = 'not_yet_accepted') AS not_yet_accepted,
    count(*) FILTER (WHERE dossier.level = 'due_today') AS due_today,
    count(*) FILTER (WHERE dossier.level = 'last_moment_to_apologise') AS last_moment_to_apologise,
    count(*) FILTER (WHERE dossier.level = 'held_elsewhere') AS held_elsewhere,
    count(*) FILTER (WHERE dossier.level = 'signed_not_closed') AS signed_not_closed,
    count(*) FILTER (WHERE dossier.level = 'overdue') AS overdue,
    count(*) FILTER (WHERE dossier.level = 'overdue_long') AS overdue_long,
    count(*) FILTER (WHERE dossier.level = 'second_supplement') AS second_supplement,
    count(*) FILTER (WHERE dossier.level = 'due_soon') AS due_soon,
    count(*) FILTER (WHERE dossier.level = 'interlinked_hours_over') AS interlinked_hours_over,
    count(*) FILTER (WHERE dossier.level = 'interlinked_hours_low') AS interlinked_hours_low,
    count(*) FILTER (WHERE dossier.level = 'interlinked_stop_due') AS interlinked_stop_due,
    count(*) FILTER (WHERE dossier.level = 'interlinked_supplement_due') AS interlinked_supplement_due,
    count(*) FILTER (WHERE dossier.is_overdue) AS overdue_total,
    count(*) FILTER (WHERE dossier.is_overdue AND dossier.working_days_overdue <= 5) AS overdue_to_5,
    count(*) FILTER (WHERE dossier.is_overdue AND dossier.working_days_overdue BETWEEN 6 AND 10) AS overdue_6_to_10,
    count(*) FILTER (WHERE dossier.is_overdue AND dossier.working_days_overdue BETWEEN 11 AND 30) AS overdue_11_to_30,
    count(*) FILTER (WHERE dossier.is_overdue AND dossier.working_days_overdue > 30) AS overdue_over_30
FROM (
    SELECT
        overdue_dossier.*,
        overdue_dossier.levels && '{overdue, overdue_long}' AS is_overdue
    FROM mart.overdue_dossier
) AS dossier
INNER JOIN core.unit ON dossier.unit_id = unit.unit_id
GROUP BY dossier.unit_id, dossier.unit_code, unit.name;
COMMENT ON VIEW mart.overdue_by_unit IS 'How many open dossiers of a receiving unit need attention, each once under the level to see to first, and how long they are overdue. Internal, as mart.overdue_dossier.';
COMMENT ON COLUMN mart.overdue_by_unit.unit_id IS 'The receiving unit; one without such a dossier has no row.';
COMMENT ON COLUMN mart.overdue_by_unit.unit_code IS 'Its code.';
COMMENT ON COLUMN mart.overdue_by_unit.unit_name IS 'Its name.';
COMMENT ON COLUMN mart.overdue_by_unit.as_of IS 'The business clock of the last look.';
COMMENT ON COLUMN mart.overdue_by_unit.dossiers IS 'Dossiers that need attention, each once.';
COMMENT ON COLUMN mart.overdue_by_unit.not_yet_accepted IS 'Chưa tiếp nhận.';
COMMENT ON COLUMN mart.overdue_by_unit.due_today IS 'Đến hạn hôm nay.';
COMMENT ON COLUMN mart.overdue_by_unit.last_moment_to_apologise IS 'Hạn cuối xin lỗi, hẹn lại.';
COMMENT ON COLUMN mart.overdue_by_unit.held_elsewhere IS 'Đang ở cơ quan khác xử lý.';
COMMENT ON COLUMN mart.overdue_by_unit.signed_not_closed IS 'Đã có kết quả, chưa kết thúc trên phần mềm.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue IS 'Quá hạn, not for long yet.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_long IS 'Quá hạn kéo dài.';
COMMENT ON COLUMN mart.overdue_by_unit.second_supplement IS 'Yêu cầu bổ sung lần 2.';
COMMENT ON COLUMN mart.overdue_by_unit.due_soon IS 'Sắp đến hạn.';
COMMENT ON COLUMN mart.overdue_by_unit.interlinked_hours_over IS 'Liên thông: đã hết 24 giờ của xã.';
COMMENT ON COLUMN mart.overdue_by_unit.interlinked_hours_low IS 'Liên thông: sắp hết 24 giờ của xã.';
COMMENT ON COLUMN mart.overdue_by_unit.interlinked_stop_due IS 'Liên thông: hết hạn bổ sung.';
COMMENT ON COLUMN mart.overdue_by_unit.interlinked_supplement_due IS 'Liên thông: sắp hết hạn bổ sung.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_total IS 'Overdue or overdue for long, whatever is to be seen to first: the sum of the four that follow.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_to_5 IS 'Overdue by up to 5 working days; by none yet where the due date was a day off, or an hour of this day.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_6_to_10 IS 'Overdue by 6 to 10 working days.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_11_to_30 IS 'Overdue by 11 to 30 working days.';
COMMENT ON COLUMN mart.overdue_by_unit.overdue_over_30 IS 'Overdue by more than 30 working days.';

GRANT SELECT ON mart.overdue_by_unit TO onestop_reader, onestop_pipeline;
