-- Purpose:    each case with what its procedure and the law were on the day of its reception.
-- Grain:      one case.
-- Reads:      main_dossier, law_of_day, core.procedure, core.interlinked_procedure, core.unit_calendar.
-- Writes:     temporary table case_dossier.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE case_dossier ON COMMIT DROP AS
-- Once for each unit and procedure: thousands of cases share them.
WITH calendar AS MATERIALIZED (
    SELECT receiving.unit_id, followed.calendar_code
    FROM (SELECT DISTINCT main.receiving_unit_id AS unit_id FROM main_dossier AS main) AS receiving
    CROSS JOIN LATERAL (
        SELECT unit_calendar.calendar_code
        FROM core.unit_calendar
        WHERE unit_calendar.unit_id = receiving.unit_id
        OFFSET 0
    ) AS followed
),

catalogue AS MATERIALIZED (
    SELECT
        version.*,
        coalesce(
            lead(version.valid_from) OVER (
                PARTITION BY version.source_id, version.procedure_code ORDER BY version.valid_from
            ), 'infinity'
        ) AS valid_before
    FROM (SELECT DISTINCT main.source_id, main.procedure_code FROM main_dossier AS main) AS named
    CROSS JOIN LATERAL (
        SELECT procedure.*
        FROM core.procedure
        WHERE
            procedure.source_id = named.source_id
            AND procedure.procedure_code = named.procedure_code
            AND NOT procedure.is_deleted
        OFFSET 0
    ) AS version
)

SELECT
    main.counted_id AS case_id,
    main.source_id,
    main.dossier_code,
    main.status,
    main.receiving_unit_id,
    coalesce(main.responsible_unit_id, main.receiving_unit_id) AS responsible_unit_id,
    main.holding_unit_id,
    main.holding_since,
    calendar.calendar_code,
    coalesce(procedure.sector_code, main.sector_code, '?') AS sector_code,
    coalesce(main.procedure_code, '?') AS procedure_code,
    procedure.limit_unit,
    procedure.statutory_limit,
    coalesce(procedure.limit_unit = 'hour', FALSE) AS is_by_hour,
    coalesce(procedure.has_fee, FALSE) AND NOT coalesce(main.is_free, FALSE) AS is_payable,
    coalesce(procedure.has_result, FALSE) AS has_result,
    coalesce(own_group.group_code, procedure.interlinked_group) AS interlinked_group,
    own_group.group_code AS own_interlinked_group,
    law.who_apologises,
    main.channel,
    main.submitted_at,
    -- The greater of the two: nobody acknowledges what was not handed in.
    CASE
        WHEN main.channel <> 2 THEN NULL
        WHEN law.acceptance_clock = 'acknowledged' THEN greatest(main.submitted_at, main.acknowledged_at)
        ELSE main.submitted_at
    END AS acceptable_from,
    main.received_at,
    main.received_on,
    main.due_at,
    main.ended_at AS sent_ended_at,
    -- Outside the home area is what another unit is competent for (Decree 118/2025, amended by Decree 309/2026).
    CASE
        WHEN law.outside_clock = 'competent' AND main.responsible_unit_id <> main.receiving_unit_id
            THEN main.responsible_unit_id
    END AS competent_unit_id,
    main.competent_got_at,
    coalesce(
        main.procedure_code = ANY(law.held_over_procedures)
        OR CASE main.channel WHEN 2 THEN 'online' WHEN 3 THEN 'postal' ELSE 'in_person' END = ANY(law.held_over_channels),
        FALSE
    ) AS is_held_over,
    main.supplements,
    main.extensions,
    main.delay_cause,
    main.online_payment_code,
    main.component_count,
    main.digitized_count,
    coalesce(main.has_digitized_component, FALSE) OR coalesce(main.digitized_count, 0) > 0 AS is_digitized,
    main.is_reused,
    main.is_from_national_store,
    main.is_population_linked,
    main.has_result_file,
    main.has_electronic_result,
    main.has_e_certified_copy
FROM main_dossier AS main
INNER JOIN calendar ON main.receiving_unit_id = calendar.unit_id
INNER JOIN law_of_day AS law ON main.received_on = law.day
-- What the catalogue said on the day of reception.
LEFT JOIN catalogue AS procedure
    ON
        main.source_id = procedure.source_id
        AND main.procedure_code = procedure.procedure_code
        AND main.received_on >= procedure.valid_from
        AND main.received_on < procedure.valid_before
-- The groups' own procedures: a dossier of one is an interlinked case, whether a record of it comes or not.
LEFT JOIN core.interlinked_procedure AS own_group
    ON main.procedure_code = own_group.procedure_code AND own_group.valid @> main.received_on
