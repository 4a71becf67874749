-- Purpose:    give the staged dossiers of a batch their state, their days and their units: whom a code means on the day that
--             decides.
-- Grain:      one staged record.
-- Reads:      staging.dossier, staging.origin, core.code_map, core.unit_meant, core.unit, core.procedure, core.law_rule.
-- Writes:     staging.resolved_dossier.
-- Parameters: batch_id, source_id.
-- Rerun:      adds the rows again: what was resolved of the batch is cleared before.
-- Generated from the declaration of the feed by `make sql`.
-- The unit of a dossier is decided on its reception day; before reception on the day of submission. A dossier whose
-- status says received and that has no reception day was received on the day of its submission; of a national copy
-- that cannot be said, its state is coarse. The national portal gives codes under its own agency, G22, in either scheme.
INSERT INTO staging.resolved_dossier (
    batch_id,
    page_no,
    ordinal,
    read_as_of,
    record_hash,
    record_key,
    source_updated_at,
    is_deleted,
    unreadable,
    noticed,
    dossier_code,
    other_code,
    procedure_code,
    procedure_code_raw,
    sector_code,
    receiving_code,
    responsible_code,
    holding_code,
    step,
    holding_since,
    delay_cause,
    channel,
    status_raw,
    submitted_at,
    received_at,
    acknowledged_at,
    competent_got_at,
    due_at,
    finished_at,
    returned_at,
    refused_at,
    return_method,
    has_digitized_component,
    is_vneid_verified,
    online_payment_code,
    has_e_certified_copy,
    supplements,
    extensions,
    component_count,
    digitized_count,
    is_reused,
    is_from_national_store,
    is_population_linked,
    has_result_file,
    has_electronic_result,
    is_free,
    is_test,
    has_dummy_identity,
    has_truncated_text,
    has_copied_result,
    source_id,
    status,
    is_reception_missing,
    is_national_copy,
    decided_on,
    code_prefix,
    counted_received_at,
    ended_at,
    receiving_unit_id,
    receiving_scheme,
    is_unit_ended,
    is_unit_from_code,
    is_outside,
    responsible_unit_id,
    holding_unit_id,
    procedure_forms,
    procedure_last_day
)
WITH sender AS MATERIALIZED (
    SELECT origin.page_no, origin.source_id, origin.schema_version
    FROM staging.origin
    WHERE origin.batch_id = %(batch_id)s
),

meaning AS MATERIALIZED (
    SELECT DISTINCT ON (version.schema_version, code_map.raw)
        version.schema_version, code_map.raw, code_map.meaning
    FROM (SELECT DISTINCT sender.source_id, sender.schema_version FROM sender) AS version
    INNER JOIN core.code_map
        ON
            code_map.list = 'status'
            AND code_map.source_id IN (version.source_id, '*')
            AND code_map.schema_version IN (version.schema_version, '*')
    ORDER BY version.schema_version, code_map.raw, code_map.source_id = '*', code_map.schema_version = '*'
),

sent_codes AS (
    SELECT DISTINCT dossier.receiving_code AS code FROM staging.dossier WHERE dossier.batch_id = %(batch_id)s
    UNION
    SELECT DISTINCT dossier.responsible_code AS code FROM staging.dossier WHERE dossier.batch_id = %(batch_id)s
    UNION
    SELECT DISTINCT dossier.holding_code AS code FROM staging.dossier WHERE dossier.batch_id = %(batch_id)s
),

meant AS MATERIALIZED (
    SELECT unit_meant.*
    FROM sent_codes
    INNER JOIN core.unit_meant ON sent_codes.code = unit_meant.code
),

catalogue AS MATERIALIZED (
    SELECT
        procedure.procedure_code,
        array_agg(DISTINCT procedure.procedure_code_raw) AS forms,
        max(coalesce(procedure.valid_to, 'infinity')) AS last_day
    FROM core.procedure
    WHERE procedure.source_id = %(source_id)s
    GROUP BY procedure.procedure_code
),

-- Days of reception on which the clock of who is competent begins when it gets the dossier.
outside_clock AS MATERIALIZED (
    SELECT coalesce(range_agg(law_rule.valid), '{}') AS days
    FROM core.law_rule
    WHERE law_rule.rule_code = 'outside_clock' AND law_rule.value = 'competent'
),

-- OFFSET 0: each of these is asked for several times below, and found once.
staged AS (
    SELECT
        dossier.*,
        meaning.meaning AS status,
        coalesce(
            NOT dossier.is_deleted
            AND NOT national.is_copy
            AND dossier.received_at IS NULL
            AND meaning.meaning NOT IN (1, 3),
            FALSE
        ) AS is_reception_missing,
        national.is_copy AS is_national_copy,
        coalesce(dossier.received_at, dossier.submitted_at, dossier.read_as_of)::date AS decided_on,
        split_part(dossier.dossier_code, '-', 1) AS code_prefix
    FROM staging.dossier
    INNER JOIN sender ON dossier.page_no = sender.page_no
    LEFT JOIN meaning ON sender.schema_version = meaning.schema_version AND dossier.status_raw = meaning.raw
    CROSS JOIN LATERAL (
        SELECT coalesce(dossier.dossier_code ~ '^(000[.]00[.]00[.])?G[0-9]{2}[.-]', FALSE) AS is_copy
    ) AS national
    WHERE dossier.batch_id = %(batch_id)s
    OFFSET 0
)

SELECT
    staged.batch_id,
    staged.page_no,
    staged.ordinal,
    staged.read_as_of,
    staged.record_hash,
    staged.record_key,
    staged.source_updated_at,
    staged.is_deleted,
    staged.unreadable,
    staged.noticed,
    staged.dossier_code,
    staged.other_code,
    staged.procedure_code,
    staged.procedure_code_raw,
    staged.sector_code,
    staged.receiving_code,
    staged.responsible_code,
    staged.holding_code,
    staged.step,
    staged.holding_since,
    staged.delay_cause,
    staged.channel,
    staged.status_raw,
    staged.submitted_at,
    staged.received_at,
    staged.acknowledged_at,
    staged.competent_got_at,
    staged.due_at,
    staged.finished_at,
    staged.returned_at,
    staged.refused_at,
    staged.return_method,
    staged.has_digitized_component,
    staged.is_vneid_verified,
    staged.online_payment_code,
    staged.has_e_certified_copy,
    staged.supplements,
    staged.extensions,
    staged.component_count,
    staged.digitized_count,
    staged.is_reused,
    staged.is_from_national_store,
    staged.is_population_linked,
    staged.has_result_file,
    staged.has_electronic_result,
    staged.is_free,
    staged.is_test,
    staged.has_dummy_identity,
    staged.has_truncated_text,
    staged.has_copied_result,
    %(source_id)s,
    staged.status,
    staged.is_reception_missing,
    staged.is_national_copy,
    staged.decided_on,
    staged.code_prefix,
    CASE WHEN staged.is_reception_missing THEN staged.submitted_at ELSE staged.received_at END AS counted_received_at,
    CASE
        WHEN staged.status IN (3, 7, 8) THEN coalesce(staged.refused_at, staged.finished_at, staged.returned_at)
        WHEN staged.status IN (9, 10) THEN coalesce(staged.finished_at, staged.returned_at)
    END AS ended_at,
    coalesce(receiving.unit_id, named.unit_id) AS receiving_unit_id,
    receiving.scheme AS receiving_scheme,
    coalesce(staged.decided_on >= receiving.ended_before, FALSE) AS is_unit_ended,
    receiving.unit_id IS NULL AND named.unit_id IS NOT NULL AS is_unit_from_code,
    coalesce(
        outside.kind = 'commune' AND outside.unit_id <> coalesce(receiving.unit_id, named.unit_id)
        AND outside_clock.days @> staged.received_at::date,
        FALSE
    ) AS is_outside,
    responsible.unit_id AS responsible_unit_id,
    holding.unit_id AS holding_unit_id,
    catalogue.forms AS procedure_forms,
    catalogue.last_day AS procedure_last_day
FROM staged
CROSS JOIN outside_clock
LEFT JOIN meant AS receiving
    ON
        staged.receiving_code = receiving.code
        AND staged.decided_on >= receiving.valid_from
        AND staged.decided_on < receiving.valid_before
-- The code of the dossier begins with that of its unit; it is asked only where the unit's own code says nothing.
LEFT JOIN LATERAL (
    SELECT unit_meant.unit_id
    FROM core.unit_meant
    WHERE
        receiving.unit_id IS NULL
        AND unit_meant.code = staged.code_prefix
        AND staged.decided_on >= unit_meant.valid_from
        AND staged.decided_on < unit_meant.valid_before
    OFFSET 0
) AS named ON TRUE
LEFT JOIN meant AS responsible
    ON
        staged.responsible_code = responsible.code
        AND staged.decided_on >= responsible.valid_from
        AND staged.decided_on < responsible.valid_before
LEFT JOIN core.unit AS outside ON responsible.unit_id = outside.unit_id
LEFT JOIN meant AS holding
    ON
        staged.holding_code = holding.code
        AND staged.decided_on >= holding.valid_from
        AND staged.decided_on < holding.valid_before
LEFT JOIN catalogue ON staged.procedure_code = catalogue.procedure_code
