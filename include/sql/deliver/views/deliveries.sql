-- Purpose:    what must be in the outbox and is not; what may become of a delivery.
-- Grain:      see the comment of each object.
-- Reads:      audit.alert_list, audit.delivery, audit.is_disputable, audit.rendered_page, audit.trouble_list,
--             core.area_member, core.valid_recipient, mart.period, mart.publication, mart.refuse_change.
-- Writes:     view audit.delivery_due; triggers of audit.delivery.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION audit.refuse_backward_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'sent' THEN
        RAISE EXCEPTION 'delivery % was sent and stays as it is', OLD.delivery_id USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.subject_kind, OLD.subject_id, OLD.channel, OLD.address, OLD.message_id, OLD.queued_at)
        IS DISTINCT FROM (NEW.subject_kind, NEW.subject_id, NEW.channel, NEW.address, NEW.message_id, NEW.queued_at)
    THEN
        RAISE EXCEPTION 'delivery % cannot become another one', OLD.delivery_id USING ERRCODE = 'check_violation';
    END IF;
    -- A person may put a dead one back.
    IF (OLD.status, NEW.status) = ('dead', 'sent') THEN
        RAISE EXCEPTION 'delivery % is dead: put it back before it is sent', OLD.delivery_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER delivery_forward BEFORE UPDATE ON audit.delivery
FOR EACH ROW EXECUTE FUNCTION audit.refuse_backward_delivery();
CREATE OR REPLACE TRIGGER delivery_stays BEFORE TRUNCATE ON audit.delivery
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('remembers what was sent to whom');

-- Whatever is wanted and not here is sent: what is still news must not be taken out.
CREATE OR REPLACE FUNCTION audit.refuse_delivery_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (
        OLD.status = 'waiting'
        OR CASE OLD.subject_kind
            WHEN 'alert_list'
                THEN EXISTS (
                    SELECT 1 FROM audit.alert_list
                    WHERE alert_list.list_id = OLD.subject_id AND audit.is_disputable(alert_list.as_of)
                )
            WHEN 'trouble_list'
                THEN EXISTS (
                    SELECT 1 FROM audit.trouble_list
                    WHERE trouble_list.list_id = OLD.subject_id AND audit.is_disputable(trouble_list.as_of)
                )
            ELSE TRUE
        END
    )
    THEN
        RAISE EXCEPTION 'audit.delivery remembers what was sent to whom: publications for good, lists for 35 days'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER delivery_until_over BEFORE DELETE ON audit.delivery
FOR EACH ROW EXECUTE FUNCTION audit.refuse_delivery_removal();

CREATE OR REPLACE VIEW audit.delivery_due AS
WITH ranking AS (
    SELECT
        publication.publication_id,
        publication.area_id,
        publication.published_at,
        period.period_end,
        publication.version = max(publication.version) OVER versions AS is_standing,
        period.period_end = max(period.period_end) OVER periods AS is_of_latest_period,
        publication.status = 'correction' OR publication.version > min(announced.version) OVER versions AS is_awaited
    FROM mart.publication
    INNER JOIN mart.period ON publication.period_id = period.period_id
    LEFT JOIN LATERAL (
        SELECT publication.version
        WHERE EXISTS (
            SELECT 1
            FROM audit.delivery
            WHERE delivery.subject_kind = 'publication' AND delivery.subject_id = publication.publication_id
        )
    ) AS announced ON TRUE
    WHERE publication.kind = 'ranking' AND publication.is_announced
    WINDOW
        versions AS (PARTITION BY publication.area_id, publication.scheme_code, publication.period_id),
        periods AS (PARTITION BY publication.area_id, publication.scheme_code, period.kind)
),

wanted AS (
    SELECT
        'publication' AS subject_kind,
        ranking.publication_id AS subject_id,
        recipient.channel,
        recipient.address,
        ranking.published_at AS announced_at,
        ranking.published_at + interval '7 days' AS announced_until
    FROM ranking
    INNER JOIN audit.rendered_page ON ranking.publication_id = rendered_page.publication_id
    INNER JOIN core.valid_recipient AS recipient
        ON
            recipient.is_active
            AND recipient.wants = 'rankings'
            AND CASE recipient.scope_kind
                WHEN 'area' THEN recipient.scope_id = ranking.area_id
                ELSE EXISTS (
                    SELECT 1
                    FROM core.area_member
                    WHERE
                        area_member.area_id = ranking.area_id
                        AND area_member.unit_id = recipient.scope_id
                        AND area_member.valid @> ranking.period_end
                )
            END
    WHERE ranking.is_standing AND (ranking.is_of_latest_period OR ranking.is_awaited)
    UNION
    SELECT
        'alert_list',
        alert_list.list_id,
        recipient.channel,
        recipient.address,
        alert_list.as_of,
        alert_list.as_of + interval '3 days'
    FROM audit.alert_list
    INNER JOIN core.valid_recipient AS recipient
        ON
            recipient.is_active
            AND recipient.wants = 'alerts'
            AND CASE recipient.scope_kind
                WHEN 'area' THEN recipient.scope_id = alert_list.area_id
                ELSE recipient.scope_id = alert_list.unit_id
            END
    UNION
    SELECT
        'trouble_list',
        trouble_list.list_id,
        recipient.channel,
        recipient.address,
        trouble_list.as_of,
        trouble_list.as_of + interval '3 days'
    FROM audit.trouble_list
    CROSS JOIN core.valid_recipient AS recipient
    WHERE recipient.is_active AND recipient.wants = 'operations'
)

SELECT wanted.*
FROM wanted
WHERE NOT EXISTS (
    SELECT 1
    FROM audit.delivery
    WHERE
        delivery.subject_kind = wanted.subject_kind
        AND delivery.subject_id = wanted.subject_id
        AND delivery.channel = wanted.channel
        AND delivery.address = wanted.address
);
COMMENT ON VIEW audit.delivery_due IS 'What is wanted and not in the outbox. Of a ranking that is announced the standing version: of the latest period of its kind, any correction, and whatever follows a version that was told; so a new warehouse does not send the rankings of a year.';
COMMENT ON COLUMN audit.delivery_due.announced_at IS 'When it was published or listed, by the business clock.';
COMMENT ON COLUMN audit.delivery_due.announced_until IS 'From then on it is no news: it is not queued any more.';
