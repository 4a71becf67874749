-- Purpose:    interlinked requests with what their dossiers add.
-- Grain:      one interlinked record.
-- Reads:      core.add_working_days, core.dossier, core.interlinked, core.interlinked_dossier, core.law_rule,
--             core.law_value, core.unit_calendar.
-- Writes:     view core.interlinked_request.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE VIEW core.interlinked_request AS
SELECT
    request.source_id,
    request.record_key,
    request.counted_as,
    request.interlinked_group,
    request.unit_id,
    unit_calendar.calendar_code,
    child.sector_code AS child_sector_code,
    request.received_at,
    request.received_at::date AS received_on,
    rule.day AS rule_on,
    coalesce(child.received_at, request.received_at) AS accepted_at,
    request.due_at,
    request.ended_at,
    request.partner_status,
    request.steps,
    coalesce(request.asks_identity_card, FALSE) AS asks_identity_card,
    coalesce(request.is_verified, FALSE) AS is_verified,
    wait.ranges AS waited,
    wait.open_since AS unanswered_since,
    earlier.is_copy,
    earlier.is_copy IS NOT NULL AS is_repeated
FROM core.interlinked AS request
INNER JOIN core.unit_calendar ON request.unit_id = unit_calendar.unit_id
-- Who asked for the later rule before its first day has it (Decree 301/2026 Art. 18.1).
CROSS JOIN LATERAL (
    SELECT
        CASE
            WHEN request.asks_later_rule THEN greatest(
                request.received_at::date,
                (SELECT min(lower(law_rule.valid)) FROM core.law_rule WHERE law_rule.rule_code = 'interlinked_hours')
            )
            ELSE request.received_at::date
        END AS day
) AS rule
LEFT JOIN LATERAL (
    SELECT dossier.received_at, dossier.sector_code, dossier.supplements
    FROM core.interlinked_dossier AS pair
    INNER JOIN core.dossier
        ON pair.dossier_source_id = dossier.source_id AND pair.dossier_code = dossier.dossier_code
    WHERE pair.counted_as = request.counted_as AND NOT dossier.is_deleted
    ORDER BY
        dossier.source_id <> request.source_id, dossier.dossier_code <> request.dossier_code, dossier.source_id,
        dossier.dossier_code
    LIMIT 1
) AS child ON TRUE
-- What the citizen was waited for, as the record lists it; where it lists nothing, as its dossier does.
CROSS JOIN LATERAL (
    SELECT
        coalesce(range_agg(tstzrange(stated.since, stated.until)), '{}') AS ranges,
        max(stated.since) FILTER (WHERE stated.is_supplement AND stated.until IS NULL) AS open_since
    FROM (
        SELECT
            listed.since,
            -- A confirmation in VNeID takes so many working days at most; then time counts again.
            CASE
                WHEN listed.reason = 'vneid'
                    THEN least(
                        listed.until,
                        (
                            core.add_working_days(
                                unit_calendar.calendar_code,
                                listed.since::date,
                                core.law_value('interlinked_vneid_working_days', rule.day)::integer
                            ) + 1
                        )::timestamptz
                    )
                ELSE listed.until
            END AS until,
            listed.reason = 'supplement' AS is_supplement
        FROM jsonb_to_recordset(request.waits) AS listed (reason text, since timestamptz, until timestamptz)
        UNION ALL
        SELECT asked.requested_at, asked.answered_at, TRUE
        FROM jsonb_to_recordset(child.supplements) AS asked (requested_at timestamptz, answered_at timestamptz)
        WHERE request.waits IS NULL
    ) AS stated
    WHERE stated.since IS NOT NULL AND (stated.until IS NULL OR stated.until >= stated.since)
) AS wait
-- An earlier record about the same: a copy in another source, or what a correction reopened.
LEFT JOIN LATERAL (
    SELECT bool_or(twin.source_id <> request.source_id) AS is_copy
    FROM (
        SELECT known.*
        FROM core.interlinked AS known
        WHERE known.dossier_code = request.dossier_code
        UNION ALL
        SELECT known.*
        FROM core.interlinked AS known
        WHERE known.request_code = request.request_code
    ) AS twin
    WHERE
        NOT twin.is_deleted
        AND twin.interlinked_group = request.interlinked_group
        AND (twin.source_id = request.source_id OR twin.unit_id = request.unit_id)
        AND (coalesce(twin.received_at, 'infinity'), twin.source_id, twin.record_key)
        < (coalesce(request.received_at, 'infinity'), request.source_id, request.record_key)
) AS earlier ON TRUE
WHERE NOT request.is_deleted;
COMMENT ON VIEW core.interlinked_request IS 'Each interlinked record with what its dossier adds: acceptance, waits for the citizen, the day by which its rules are chosen, and whether an earlier record is about the same.';
