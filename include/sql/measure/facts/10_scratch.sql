-- Purpose:    the facts of the touched cases, put together from their counts.
-- Grain:      one case.
-- Reads:      core.case_count, core.record_count, touched_case.
-- Writes:     temporary table fresh_fact.
-- Parameters: none.
-- Rerun:      gone at the end of the transaction.
CREATE TEMPORARY TABLE fresh_fact ON COMMIT DROP AS
WITH counted AS MATERIALIZED (
    SELECT of_case.*, FALSE AS is_record
    FROM touched_case
    CROSS JOIN LATERAL (
        SELECT case_count.* FROM core.case_count
        WHERE case_count.case_id = touched_case.case_id
        OFFSET 0
    ) AS of_case
    UNION ALL
    SELECT
        record_count.case_id, record_count.day, record_count.unit_id, record_count.unit_id, record_count.unit_id,
        record_count.sector_code, '?', record_count.measure, 1, TRUE
    FROM touched_case
    INNER JOIN core.record_count ON touched_case.case_id = record_count.case_id
),
edges AS (
    SELECT *, regexp_replace(measure, '_(enter|leave)$', '') AS state, measure ~ '_enter$' AS enters,
        row_number() OVER (PARTITION BY case_id, measure, receiving_unit_id, responsible_unit_id, holding_unit_id ORDER BY day) AS place
    FROM counted WHERE measure ~ '_(enter|leave)$'
),
stretch AS (
    SELECT case_id, array_agg((state, first_day, next_day, receiving_unit_id, responsible_unit_id, holding_unit_id)::core.case_stretch ORDER BY state, first_day, receiving_unit_id, responsible_unit_id, holding_unit_id) AS stretches
    FROM (
        SELECT case_id, state, place, receiving_unit_id, responsible_unit_id, holding_unit_id, min(day) FILTER (WHERE enters) AS first_day, min(day) FILTER (WHERE NOT enters) AS next_day
        FROM edges GROUP BY case_id, state, place, receiving_unit_id, responsible_unit_id, holding_unit_id
    ) AS one GROUP BY case_id
),
moment AS (
    SELECT case_id, array_agg((measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id, n)::core.case_moment ORDER BY day, measure, receiving_unit_id, responsible_unit_id, holding_unit_id) AS moments
    FROM (
    SELECT case_id, measure, day, receiving_unit_id, responsible_unit_id, holding_unit_id, sum(n)::bigint AS n
    FROM counted
    WHERE is_record OR measure IN ('reopened', 'transferred_in', 'transferred_out', 'supplement_requested', 'second_supplement', 'extension_in_time', 'extension_late', 'apology_missing', 'paid_count', 'paid_vnd', 'refund_count', 'refund_vnd')
    GROUP BY 1,2,3,4,5,6) AS one
    GROUP BY case_id
),
ends AS (SELECT *, ARRAY['resolved_early', 'resolved_on_time', 'resolved_overdue', 'resolved_no_due_date', 'refused', 'withdrawn', 'stopped'] AS outcomes FROM counted),
main AS (
    SELECT case_id,
        max(receiving_unit_id) FILTER (WHERE is_record OR measure IN ('received_in_person', 'received_online', 'received_postal')) AS receiving_unit_id,
        max(responsible_unit_id) FILTER (WHERE is_record OR measure IN ('received_in_person', 'received_online', 'received_postal')) AS responsible_unit_id,
        max(holding_unit_id) FILTER (WHERE is_record OR measure = ANY (outcomes)) AS last_holder_id,
        min(day) FILTER (WHERE NOT is_record AND measure IN ('received_in_person', 'received_online', 'received_postal')) AS received_on,
        min(day) FILTER (WHERE NOT is_record AND measure = ANY (outcomes)) AS ended_on,
        max(CASE measure WHEN 'received_in_person' THEN 1 WHEN 'received_online' THEN 2 WHEN 'received_postal' THEN 3 END)::smallint AS channel,
        max(n) FILTER (WHERE measure = 'components')::integer AS component_count,
        max(n) FILTER (WHERE measure = 'components_digitized')::integer AS digitized_count,
        CASE WHEN bool_or(measure = 'resolved_second_supplement') THEN 2 END::smallint AS supplement_count,
        max(n) FILTER (WHERE measure = 'processing_minutes')::integer AS processing_minutes,
        max(n) FILTER (WHERE measure = 'status_lag_minutes')::integer AS status_lag_minutes,
        NOT bool_or(measure = 'received_no_due_date') AS has_due_date,
        bool_or(measure = 'accepted_late') AS is_accepted_late,
        bool_or(measure = 'received_digitized') AS is_digitized,
        bool_or(measure = 'received_reused') AS is_reused,
        bool_or(measure = 'received_national_store') AS is_from_national_store,
        bool_or(measure = 'received_population_linked') AS is_population_linked,
        bool_or(measure = 'payable') AS is_payable,
        bool_or(measure = 'paid_online') AS is_paid_online,
        bool_or(measure ~ '^resolved_(early|on_time|overdue|no_due_date)$') AS is_resolved,
        CASE WHEN bool_or(measure = 'resolved_within_original') THEN TRUE WHEN bool_or(measure = 'resolved_beyond_original') THEN FALSE END AS is_within_original,
        CASE WHEN bool_or(measure = 'no_due_within_limit') THEN TRUE WHEN bool_or(measure = 'no_due_beyond_limit') THEN FALSE END AS is_within_limit,
        bool_or(measure = 'portal_ended_timely') AS is_timely_at_portal,
        bool_or(measure = 'resolved_overdue_other_agency') AS is_delayed_by_other,
        bool_or(measure ~ '^interlinked_(birth|death)_late$') AND NOT bool_or(is_record) AS is_interlinked_late,
        bool_or(measure = 'interlinked_stopped') AND NOT bool_or(is_record) AS is_interlinked_stopped,
        bool_or(measure = 'resolved_yields_result') AS has_result,
        bool_or(measure = 'resolved_e_result') AS has_electronic_result,
        bool_or(measure = 'resolved_digitized') AS has_result_file,
        bool_or(measure = 'e_certified_copies') AS has_e_certified_copy,
        bool_or(measure = 'status_lag_count') AS has_ending_event,
        max(measure) FILTER (WHERE measure = ANY (outcomes)) AS outcome,
        max(CASE measure WHEN 'received_birth' THEN 'birth' WHEN 'received_death' THEN 'death' END) AS interlinked_group,
        max(CASE WHEN NOT is_record AND measure ~ '^interlinked_(birth|death)_received$' THEN split_part(measure, '_', 2) END) AS counted_group,
        max(sector_code) AS sector_code,
        max(procedure_code) AS procedure_code
    FROM ends GROUP BY case_id
)
SELECT main.case_id, receiving_unit_id, responsible_unit_id, coalesce(last_holder_id, receiving_unit_id) AS last_holder_id,
 received_on, ended_on, channel, component_count, digitized_count, supplement_count, processing_minutes, status_lag_minutes, has_due_date, is_accepted_late, is_digitized, is_reused, is_from_national_store, is_population_linked, is_payable, is_paid_online, is_resolved, is_within_original, is_within_limit, is_timely_at_portal, is_delayed_by_other, is_interlinked_late, is_interlinked_stopped, has_result, has_electronic_result, has_result_file, has_e_certified_copy, has_ending_event, outcome, interlinked_group, counted_group, sector_code, procedure_code,
 coalesce(moments, '{}') AS moments, coalesce(stretches, '{}') AS stretches
FROM main LEFT JOIN moment USING (case_id) LEFT JOIN stretch USING (case_id)
