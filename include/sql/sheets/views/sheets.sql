-- Purpose:    what counts of the sheets that were handed in, and the national portal's figures beside ours.
-- Grain:      see the comment of each object.
-- Reads:      audit.count_difference, audit.sheet, core.applied_count, core.area_member, core.case, core.dossier,
--             core.dossier_version, core.entered_figure, core.event, core.figure, core.manual_figure, core.outage,
--             core.portal_figure, core.recipient, core.sector, core.target, core.unit, core.valid_manual_figure,
--             core.valid_portal_figure, core.valid_target, mart.indicator, mart.indicator_value, mart.published_entry,
--             mart.published_target, mart.refuse_change, mart.unit, quarantine.placed_record.
-- Writes:     views mart.target, mart.manual_figure, mart.portal_figure, mart.portal_difference_kind,
--             mart.portal_difference, mart.entered_figure, mart.shown_entry, mart.shown_target; function
--             mart.portal_candidates, core.dossiers_at_portal, core.ended_in_software; guards.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE FUNCTION audit.refuse_backward_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (('refused', 'accepted'), ('accepted', 'superseded'))
    THEN
        RAISE EXCEPTION 'sheet % cannot go from % to %: statuses move forward only', OLD.sheet_id, OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER sheet_status_forward BEFORE UPDATE ON audit.sheet
FOR EACH ROW EXECUTE FUNCTION audit.refuse_backward_sheet();
CREATE OR REPLACE TRIGGER sheet_stays BEFORE DELETE OR TRUNCATE ON audit.sheet
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER target_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.target
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER published_target_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.published_target
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER published_entry_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON mart.published_entry
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change();
CREATE OR REPLACE TRIGGER manual_figure_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.manual_figure
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER outage_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.outage
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER recipient_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.recipient
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER portal_figure_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.portal_figure
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');

CREATE OR REPLACE VIEW mart.target AS
WITH target AS (
    SELECT
        valid_target.*,
        daterange(valid_target.valid_from, valid_target.valid_to, '[]') AS valid
    FROM core.valid_target
),

reached AS (
    SELECT
        target.sheet_id,
        target.row_no,
        unit.unit_id,
        target.valid * unit.valid AS valid
    FROM target
    INNER JOIN core.unit
        ON
            target.scope_kind = 'all'
            OR (target.scope_kind = 'unit' AND target.scope_id = unit.unit_id)
            OR (target.scope_kind = 'unit_kind' AND target.scope_code = unit.kind)
    UNION ALL
    SELECT
        target.sheet_id,
        target.row_no,
        area_member.unit_id,
        target.valid * area_member.valid
    FROM target
    INNER JOIN core.area_member ON target.scope_kind = 'area' AND target.scope_id = area_member.area_id
)

SELECT
    target.sheet_id,
    target.row_no,
    reached.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    target.scope_kind,
    target.scope_code,
    target.sector_code,
    target.indicator_code,
    target.scheme_code,
    target.period_kind,
    lower(reached.valid) AS valid_from,
    upper(reached.valid) - 1 AS valid_to,
    target.comparator,
    target.value,
    target.value_unit,
    CASE WHEN target.value_unit = 'percent' THEN target.value / 100 ELSE target.value END AS compared_value,
    target.document,
    target.clause,
    target.origin
FROM target
INNER JOIN reached ON target.sheet_id = reached.sheet_id AND target.row_no = reached.row_no
INNER JOIN mart.unit ON reached.unit_id = unit.unit_id
WHERE NOT isempty(reached.valid);
COMMENT ON VIEW mart.target IS 'The targets (chỉ tiêu) that count, one row a target and unit that it is set for; a document with two values for one indicator has two rows.';
COMMENT ON COLUMN mart.target.sheet_id IS 'The sheet that says so, of audit.sheet.';
COMMENT ON COLUMN mart.target.row_no IS 'Row of the sheet.';
COMMENT ON COLUMN mart.target.unit_id IS 'Unit that the target is set for.';
COMMENT ON COLUMN mart.target.unit_code IS 'The 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN mart.target.unit_name IS 'Name of the unit.';
COMMENT ON COLUMN mart.target.scope_kind IS 'Whom the document names: unit, unit_kind, area or all.';
COMMENT ON COLUMN mart.target.scope_code IS 'Code of the unit or area, the kind of unit, * for all.';
COMMENT ON COLUMN mart.target.sector_code IS 'Sector; * for all sectors together.';
COMMENT ON COLUMN mart.target.indicator_code IS 'Indicator; total_score and rank for the total of a ranking and the place in it.';
COMMENT ON COLUMN mart.target.scheme_code IS 'Scheme by which points and ranks are meant; empty for a target of an indicator''s value. Points and ranks without a scheme, of sheets of before, are judged against no ranking.';
COMMENT ON COLUMN mart.target.period_kind IS 'Kind of period whose value is measured against it; * for any.';
COMMENT ON COLUMN mart.target.valid_from IS 'First day on which it holds for the unit.';
COMMENT ON COLUMN mart.target.valid_to IS 'Last day, inclusive; null: until another document.';
COMMENT ON COLUMN mart.target.comparator IS 'How the value has to stand to the target: >=, <= or =.';
COMMENT ON COLUMN mart.target.value IS 'The target in value_unit: 98 for 98 percent.';
COMMENT ON COLUMN mart.target.value_unit IS 'percent, count, points or rank.';
COMMENT ON COLUMN mart.target.compared_value IS 'The target as mart.indicator_value.value is written: 0.98 for 98 percent.';
COMMENT ON COLUMN mart.target.document IS 'Document that sets it.';
COMMENT ON COLUMN mart.target.clause IS 'Place in the document.';
COMMENT ON COLUMN mart.target.origin IS 'assigned: set from above; own: the unit''s own.';

CREATE OR REPLACE VIEW mart.manual_figure AS
SELECT
    manual.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    manual.period_id,
    split_part(manual.period_id, ':', 1) AS period_kind,
    split_part(manual.period_id, ':', 2)::date AS period_start,
    split_part(manual.period_id, ':', 3)::date AS period_end,
    manual.figure_code,
    figure.name_vi,
    figure.value_unit,
    manual.value,
    manual.null_reason,
    manual.document,
    manual.entered_by_post,
    manual.sheet_id,
    sheet.received_at
FROM core.valid_manual_figure AS manual
INNER JOIN core.figure ON manual.figure_code = figure.figure_code
INNER JOIN audit.sheet ON manual.sheet_id = sheet.sheet_id
INNER JOIN mart.unit ON manual.unit_id = unit.unit_id;
COMMENT ON VIEW mart.manual_figure IS 'Figures that offices entered by hand, as the latest sheet says: a unit, period and figure without a row was not reported, which is not 0.';
COMMENT ON COLUMN mart.manual_figure.unit_id IS 'Unit that the figure is of.';
COMMENT ON COLUMN mart.manual_figure.unit_code IS 'The 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN mart.manual_figure.unit_name IS 'Name of the unit.';
COMMENT ON COLUMN mart.manual_figure.period_id IS 'kind:first day:last day.';
COMMENT ON COLUMN mart.manual_figure.period_kind IS 'Kind of the period.';
COMMENT ON COLUMN mart.manual_figure.period_start IS 'First day.';
COMMENT ON COLUMN mart.manual_figure.period_end IS 'Last day, inclusive.';
COMMENT ON COLUMN mart.manual_figure.figure_code IS 'What is counted.';
COMMENT ON COLUMN mart.manual_figure.name_vi IS 'Vietnamese name of the figure.';
COMMENT ON COLUMN mart.manual_figure.value_unit IS 'percent, count, points or rank.';
COMMENT ON COLUMN mart.manual_figure.value IS 'The figure; null: the office says that there is no data.';
COMMENT ON COLUMN mart.manual_figure.null_reason IS 'Why there is no data.';
COMMENT ON COLUMN mart.manual_figure.document IS 'Report or book in which the figure stands.';
COMMENT ON COLUMN mart.manual_figure.entered_by_post IS 'Post of who entered it.';
COMMENT ON COLUMN mart.manual_figure.sheet_id IS 'The sheet that says so, of audit.sheet.';
COMMENT ON COLUMN mart.manual_figure.received_at IS 'When the sheet was read first.';

CREATE OR REPLACE VIEW mart.portal_figure AS
SELECT
    manual.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    manual.period_id,
    split_part(manual.period_id, ':', 1) AS period_kind,
    split_part(manual.period_id, ':', 2)::date AS period_start,
    split_part(manual.period_id, ':', 3)::date AS period_end,
    manual.indicator_code,
    manual.numerator,
    manual.denominator,
    manual.points,
    manual.taken_at,
    manual.sheet_id
FROM core.valid_portal_figure AS manual
INNER JOIN mart.unit ON manual.unit_id = unit.unit_id;
COMMENT ON VIEW mart.portal_figure IS 'What the National Public Service Portal (Cổng Dịch vụ công quốc gia) shows of a unit, period and indicator, as it was copied last.';
COMMENT ON COLUMN mart.portal_figure.unit_id IS 'Unit that the figure is of.';
COMMENT ON COLUMN mart.portal_figure.unit_code IS 'The 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN mart.portal_figure.unit_name IS 'Name of the unit.';
COMMENT ON COLUMN mart.portal_figure.period_id IS 'kind:first day:last day.';
COMMENT ON COLUMN mart.portal_figure.period_kind IS 'month, quarter or year of the calendar.';
COMMENT ON COLUMN mart.portal_figure.period_start IS 'First day.';
COMMENT ON COLUMN mart.portal_figure.period_end IS 'Last day, inclusive.';
COMMENT ON COLUMN mart.portal_figure.indicator_code IS 'Indicator of mart.indicator.';
COMMENT ON COLUMN mart.portal_figure.numerator IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN mart.portal_figure.denominator IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN mart.portal_figure.points IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN mart.portal_figure.taken_at IS 'When the office saw it there.';
COMMENT ON COLUMN mart.portal_figure.sheet_id IS 'The sheet that says so, of audit.sheet.';

-- The first kind that applies counts. The denominator comes before the numerator: where the two sides look at
-- other dossiers, what they say of them cannot agree.
CREATE OR REPLACE VIEW mart.portal_difference_kind (kind, name_vi) AS
VALUES
('equal', 'Khớp với Cổng Dịch vụ công quốc gia'),
('rounding_only', 'Chỉ lệch do làm tròn'),
('points_only', 'Cổng chỉ hiển thị điểm, không so được tử số và mẫu số'),
('not_counted_by_us', 'Hệ thống chưa tính chỉ tiêu này cho đơn vị và kỳ'),
('denominator_higher_at_portal', 'Mẫu số trên Cổng cao hơn'),
('denominator_lower_at_portal', 'Mẫu số trên Cổng thấp hơn'),
('numerator_higher_at_portal', 'Tử số trên Cổng cao hơn'),
('numerator_lower_at_portal', 'Tử số trên Cổng thấp hơn');
COMMENT ON VIEW mart.portal_difference_kind IS 'What the differences between the national portal''s figures and ours are called.';
COMMENT ON COLUMN mart.portal_difference_kind.kind IS 'Name of the difference.';
COMMENT ON COLUMN mart.portal_difference_kind.name_vi IS 'Vietnamese name of the difference.';

CREATE OR REPLACE VIEW mart.portal_difference AS
WITH there AS (
    SELECT
        portal_figure.*,
        portal_figure.numerator / nullif(coalesce(portal_figure.denominator, 1), 0) AS value
    FROM mart.portal_figure
),

here AS (
    SELECT DISTINCT ON (
        indicator_value.subject_id, indicator_value.basis, indicator_value.period_id, indicator_value.indicator_code
    )
        indicator_value.subject_id AS unit_id,
        indicator_value.basis,
        indicator_value.period_id,
        indicator_value.indicator_code,
        indicator_value.numerator,
        indicator_value.denominator,
        indicator_value.value,
        indicator_value.null_reason,
        indicator_value.data_as_of
    FROM mart.indicator_value
    WHERE
        indicator_value.subject_kind = 'unit'
        AND indicator_value.sector_code = '*'
        AND (indicator_value.period_id, indicator_value.indicator_code) IN (
            SELECT
                there.period_id,
                there.indicator_code
            FROM there
        )
    ORDER BY
        indicator_value.subject_id, indicator_value.basis, indicator_value.period_id, indicator_value.indicator_code,
        indicator_value.indicator_version DESC
),

compared AS (
    SELECT
        there.*,
        here.numerator AS numerator_here,
        here.denominator AS denominator_here,
        here.value AS value_here,
        here.null_reason AS null_reason_here,
        here.data_as_of,
        responsible.value AS value_here_responsible,
        holding.value AS value_here_holding,
        CASE
            WHEN here.numerator IS NULL OR here.null_reason <> 'zero_denominator' THEN 'not_counted_by_us'
            WHEN there.numerator IS NULL AND there.denominator IS NULL THEN 'points_only'
            WHEN
                coalesce(there.numerator = here.numerator, TRUE)
                AND coalesce(there.denominator = here.denominator, TRUE)
                THEN 'equal'
            WHEN
                there.numerator <> trunc(there.numerator)
                AND round(here.value * coalesce(there.denominator, 1), scale(there.numerator)) = there.numerator
                THEN 'rounding_only'
            WHEN there.denominator > here.denominator THEN 'denominator_higher_at_portal'
            WHEN there.denominator < here.denominator THEN 'denominator_lower_at_portal'
            WHEN there.numerator > here.numerator THEN 'numerator_higher_at_portal'
            ELSE 'numerator_lower_at_portal'
        END AS kind
    FROM there
    LEFT JOIN here
        ON
            there.unit_id = here.unit_id
            AND there.period_id = here.period_id
            AND there.indicator_code = here.indicator_code
            AND here.basis = 'receiving'
    LEFT JOIN here AS responsible
        ON
            there.unit_id = responsible.unit_id
            AND there.period_id = responsible.period_id
            AND there.indicator_code = responsible.indicator_code
            AND responsible.basis = 'responsible'
    LEFT JOIN here AS holding
        ON
            there.unit_id = holding.unit_id
            AND there.period_id = holding.period_id
            AND there.indicator_code = holding.indicator_code
            AND holding.basis = 'holding'
)

SELECT
    compared.unit_id,
    compared.unit_code,
    compared.unit_name,
    compared.period_id,
    compared.period_kind,
    compared.period_start,
    compared.period_end,
    compared.indicator_code,
    indicator_name.name_vi AS indicator_name_vi,
    compared.numerator_here,
    compared.denominator_here,
    compared.value_here,
    compared.null_reason_here,
    compared.value_here_responsible,
    compared.value_here_holding,
    compared.numerator AS numerator_there,
    compared.denominator AS denominator_there,
    compared.value AS value_there,
    compared.points AS points_there,
    compared.numerator - compared.numerator_here AS numerator_difference,
    compared.denominator - compared.denominator_here AS denominator_difference,
    compared.value - compared.value_here AS value_difference,
    compared.kind,
    label.name_vi,
    compared.taken_at,
    compared.data_as_of,
    compared.sheet_id
FROM compared
INNER JOIN LATERAL (
    SELECT indicator.name_vi
    FROM mart.indicator
    WHERE indicator.indicator_code = compared.indicator_code
    ORDER BY indicator.indicator_version DESC
    LIMIT 1
) AS indicator_name ON TRUE
INNER JOIN mart.portal_difference_kind AS label ON compared.kind = label.kind;
COMMENT ON VIEW mart.portal_difference IS 'Each figure of the national portal beside ours of the same unit, period and indicator (receiving basis, all sectors), and what the difference is called.';
COMMENT ON COLUMN mart.portal_difference.unit_id IS 'Unit that the figure is of.';
COMMENT ON COLUMN mart.portal_difference.unit_code IS 'The 5-digit code of a commune, the agency code of others.';
COMMENT ON COLUMN mart.portal_difference.unit_name IS 'Name of the unit.';
COMMENT ON COLUMN mart.portal_difference.period_id IS 'kind:first day:last day.';
COMMENT ON COLUMN mart.portal_difference.period_kind IS 'month, quarter or year of the calendar.';
COMMENT ON COLUMN mart.portal_difference.period_start IS 'First day.';
COMMENT ON COLUMN mart.portal_difference.period_end IS 'Last day, inclusive.';
COMMENT ON COLUMN mart.portal_difference.indicator_code IS 'Indicator of mart.indicator.';
COMMENT ON COLUMN mart.portal_difference.indicator_name_vi IS 'Vietnamese name of the indicator''s latest version.';
COMMENT ON COLUMN mart.portal_difference.numerator_here IS 'Our numerator by the receiving unit.';
COMMENT ON COLUMN mart.portal_difference.denominator_here IS 'Our denominator by the receiving unit; null for a count.';
COMMENT ON COLUMN mart.portal_difference.value_here IS 'Our value by the receiving unit.';
COMMENT ON COLUMN mart.portal_difference.null_reason_here IS 'Why we have no value although we counted.';
COMMENT ON COLUMN mart.portal_difference.value_here_responsible IS 'Our value by the responsible unit, where it is counted.';
COMMENT ON COLUMN mart.portal_difference.value_here_holding IS 'Our value by the holding unit, where it is counted.';
COMMENT ON COLUMN mart.portal_difference.numerator_there IS 'The portal''s numerator.';
COMMENT ON COLUMN mart.portal_difference.denominator_there IS 'The portal''s denominator.';
COMMENT ON COLUMN mart.portal_difference.value_there IS 'The portal''s numerator by its denominator; the numerator where it shows no denominator.';
COMMENT ON COLUMN mart.portal_difference.points_there IS 'The portal''s points.';
COMMENT ON COLUMN mart.portal_difference.numerator_difference IS 'The portal''s less ours.';
COMMENT ON COLUMN mart.portal_difference.denominator_difference IS 'The portal''s less ours.';
COMMENT ON COLUMN mart.portal_difference.value_difference IS 'The portal''s less ours.';
COMMENT ON COLUMN mart.portal_difference.kind IS 'Name of the difference, the first that applies.';
COMMENT ON COLUMN mart.portal_difference.name_vi IS 'Vietnamese name of the difference.';
COMMENT ON COLUMN mart.portal_difference.taken_at IS 'When the office saw the portal''s figure.';
COMMENT ON COLUMN mart.portal_difference.data_as_of IS 'How far our sources had been read when our figures last caught up with the facts.';
COMMENT ON COLUMN mart.portal_difference.sheet_id IS 'The sheet with the portal''s figure, of audit.sheet.';

-- A dossier is looked at as it counts for its receiving unit (core.applied_count), so that the list explains the
-- figure that is in the mart. An indicator of receptions alone does not depend on due dates and ends.
-- Readers see the mart only, so the function reads the facts with its owner's rights.
-- The dossiers that the portal may count of a unit in a period. Its rows are read several times, so it is asked once.
CREATE OR REPLACE FUNCTION core.dossiers_at_portal(p_unit_id integer, p_period_id text, p_indicator_code text)
RETURNS TABLE (
    source_id text, dossier_code text, received_on date, status smallint, supplements jsonb, is_own boolean,
    depends_on_time boolean, has_other_units boolean, has_ended boolean, is_overdue boolean, has_no_due_date boolean
)
LANGUAGE sql STABLE AS $$
WITH asked AS (
    SELECT
        split_part(p_period_id, ':', 2)::date AS period_start,
        split_part(p_period_id, ':', 3)::date AS period_end,
        coalesce(
            (
                SELECT
                    bool_and(
                        indicator.numerator || coalesce(indicator.denominator, '{}')
                        <@ ARRAY['received_online', 'received_in_person', 'received_postal', 'received_new']
                    )
                FROM mart.indicator
                WHERE indicator.indicator_code = p_indicator_code
            ),
            FALSE
        ) AS is_of_reception
),

own_case AS (
    SELECT dossier.case_id
    FROM core.dossier
    CROSS JOIN asked
    WHERE dossier.receiving_unit_id = p_unit_id AND dossier.received_on <= asked.period_end
    UNION
    SELECT dossier.case_id
    FROM core.dossier
    WHERE dossier.responsible_unit_id = p_unit_id AND dossier.responsible_unit_id <> dossier.receiving_unit_id
    UNION
    SELECT dossier.case_id
    FROM core.dossier
    WHERE dossier.holding_unit_id = p_unit_id AND dossier.holding_unit_id <> dossier.receiving_unit_id
),

counted AS (
    SELECT
        applied.case_id,
        sum(applied.n) FILTER (
            WHERE applied.day >= asked.period_start AND applied.measure IN ('received_in_person', 'received_online', 'received_postal')
        ) AS received_in,
        sum(applied.n) FILTER (WHERE applied.day < asked.period_start AND what.is_end) AS ended_before,
        sum(applied.n) FILTER (WHERE applied.day >= asked.period_start AND what.is_end) AS ended_in,
        sum(
            CASE
                WHEN applied.measure = 'resolved_overdue' AND applied.day >= asked.period_start THEN applied.n
                WHEN applied.measure = 'overdue_enter' THEN applied.n
                WHEN applied.measure = 'overdue_leave' THEN -applied.n
                ELSE 0
            END
        ) AS overdue,
        sum(
            CASE
                WHEN applied.measure = 'resolved_no_due_date' AND applied.day >= asked.period_start THEN applied.n
                WHEN applied.measure = 'no_due_date_enter' THEN applied.n
                WHEN applied.measure = 'no_due_date_leave' THEN -applied.n
                ELSE 0
            END
        ) AS no_due_date
    FROM own_case
    INNER JOIN core.applied_count AS applied ON own_case.case_id = applied.case_id
    CROSS JOIN asked
    CROSS JOIN LATERAL (
        SELECT
            applied.measure IN (
                'resolved_early', 'resolved_on_time', 'resolved_overdue', 'resolved_no_due_date', 'withdrawn',
                'refused', 'stopped'
            ) AS is_end
    ) AS what
    WHERE applied.receiving_unit_id IS NOT NULL AND applied.day <= asked.period_end
    GROUP BY applied.case_id
)

SELECT
    dossier.source_id,
    dossier.dossier_code,
    dossier.received_on,
    dossier.status,
    dossier.supplements,
    dossier.receiving_unit_id = p_unit_id AS is_own,
    dossier.receiving_unit_id = p_unit_id AND NOT asked.is_of_reception AS depends_on_time,
    dossier.responsible_unit_id <> dossier.receiving_unit_id
    OR dossier.holding_unit_id <> dossier.receiving_unit_id AS has_other_units,
    counted.ended_in > 0 AS has_ended,
    counted.overdue > 0 AS is_overdue,
    counted.no_due_date > 0 AS has_no_due_date
FROM counted
INNER JOIN core."case" ON counted.case_id = "case".case_id
INNER JOIN core.dossier
    ON "case".source_id = dossier.source_id AND "case".dossier_code = dossier.dossier_code
CROSS JOIN asked
WHERE coalesce(counted.ended_before, 0) = 0 AND (NOT asked.is_of_reception OR counted.received_in > 0)
$$;
COMMENT ON FUNCTION core.dossiers_at_portal IS 'Dossiers of a unit, in whatever role, that had not ended before a period, or that were received in it where the indicator counts receptions.';

CREATE OR REPLACE FUNCTION core.ended_in_software(p_source_id text, p_dossier_code text, p_status smallint)
RETURNS TABLE (told_at timestamptz) LANGUAGE sql STABLE AS $$
SELECT min(closing.told_at)
FROM (
    SELECT
        version.source_updated_at AS told_at,
        version.status
    FROM core.dossier_version AS version
    WHERE version.source_id = p_source_id AND version.dossier_code = p_dossier_code
    UNION ALL
    SELECT
        event.source_updated_at,
        event.status
    FROM core.event
    WHERE event.source_id = p_source_id AND event.dossier_code = p_dossier_code AND NOT event.is_deleted
) AS closing
WHERE closing.status = p_status OR (closing.status IN (9, 10) AND p_status IN (9, 10))
$$;
COMMENT ON FUNCTION core.ended_in_software IS 'When a source told first that a dossier has the state in which it ended.';

CREATE OR REPLACE FUNCTION mart.portal_candidates(p_unit_id integer, p_period_id text, p_indicator_code text)
RETURNS TABLE (
    source_id text, dossier_code text, reason text, reason_vi text, day date, dossier_count integer
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
WITH asked AS (
    SELECT
        split_part(p_period_id, ':', 2)::date AS period_start,
        split_part(p_period_id, ':', 3)::date AS period_end
),

active AS MATERIALIZED (
    SELECT dossier.* FROM core.dossiers_at_portal(p_unit_id, p_period_id, p_indicator_code) AS dossier
),

difference AS (
    SELECT count_difference.*
    FROM audit.count_difference
    INNER JOIN asked ON count_difference.day BETWEEN asked.period_start AND asked.period_end
    WHERE
        count_difference.unit_id = p_unit_id
        AND count_difference.feed = 'dossiers'
        AND count_difference.status = 'open'
),

not_synchronised AS (
    SELECT
        placed_record.source_id,
        placed_record.record_key AS dossier_code,
        placed_record.day,
        1 AS dossier_count
    FROM quarantine.placed_record
    INNER JOIN asked ON placed_record.day BETWEEN asked.period_start AND asked.period_end
    WHERE placed_record.feed = 'dossiers' AND placed_record.unit_id = p_unit_id AND placed_record.is_counted
    UNION ALL
    SELECT
        active.source_id,
        active.dossier_code,
        difference.day,
        1
    FROM difference
    INNER JOIN active ON difference.source_id = active.source_id AND difference.day = active.received_on
    WHERE difference.name = 'missing_there' AND active.is_own
    UNION ALL
    SELECT
        difference.source_id,
        NULL,
        difference.day,
        difference.there - difference.here
    FROM difference
    WHERE difference.name NOT IN ('missing_there', 'quarantined') AND difference.there > difference.here
),

closed_late AS (
    SELECT
        active.source_id,
        active.dossier_code,
        manual.told_at::date AS day
    FROM active
    CROSS JOIN asked
    CROSS JOIN LATERAL core.ended_in_software(active.source_id, active.dossier_code, active.status) AS manual
    WHERE active.depends_on_time AND active.has_ended AND manual.told_at::date > asked.period_end
),

asked_twice AS (
    SELECT
        active.source_id,
        active.dossier_code,
        second.day
    FROM active
    CROSS JOIN asked
    CROSS JOIN LATERAL (
        SELECT round.requested_at::date AS day
        FROM jsonb_to_recordset(active.supplements) AS round (requested_at timestamptz)
        WHERE round.requested_at::date <= asked.period_end
        ORDER BY round.requested_at
        OFFSET 1 LIMIT 1
    ) AS second
    WHERE active.depends_on_time AND NOT active.is_overdue
),

candidate AS (
    SELECT not_synchronised.*, 'not_synchronised' AS reason FROM not_synchronised
    UNION ALL
    SELECT closed_late.*, 1, 'closed_late_in_software' FROM closed_late
    UNION ALL
    SELECT active.source_id, active.dossier_code, active.received_on, 1, 'other_basis'
    FROM active
    WHERE active.has_other_units
    UNION ALL
    SELECT asked_twice.*, 1, 'second_supplement' FROM asked_twice
    UNION ALL
    SELECT active.source_id, active.dossier_code, active.received_on, 1, 'no_due_date'
    FROM active
    WHERE active.depends_on_time AND active.has_no_due_date
)

SELECT
    candidate.source_id,
    candidate.dossier_code,
    candidate.reason,
    label.reason_vi,
    candidate.day,
    candidate.dossier_count
FROM candidate
INNER JOIN (
    VALUES
    (1, 'not_synchronised', 'Chưa đồng bộ hoặc đồng bộ sai giữa các hệ thống'),
    (2, 'closed_late_in_software', 'Đã giải quyết trong kỳ nhưng kết thúc trên phần mềm sau kỳ'),
    (3, 'other_basis', 'Cơ quan tiếp nhận khác cơ quan giải quyết hoặc cơ quan đang giữ hồ sơ'),
    (4, 'second_supplement', 'Yêu cầu bổ sung từ lần 2 – Cổng tính là quá hạn'),
    (5, 'no_due_date', 'Không có ngày hẹn trả')
) AS label (place, reason, reason_vi) ON candidate.reason = label.reason
ORDER BY label.place, candidate.day, candidate.source_id, candidate.dossier_code
$$;
COMMENT ON FUNCTION mart.portal_candidates(integer, text, text) IS 'Dossiers that may explain why the portal says something else of a unit, period and indicator, one row a dossier and reason: not_synchronised, closed_late_in_software, other_basis, second_supplement, no_due_date. A row without a dossier_code tells how many dossiers (dossier_count) the source counts on a day that are not here. day: of the reception; of the closing in the software; of the second request.';
REVOKE EXECUTE ON FUNCTION mart.portal_candidates(integer, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mart.portal_candidates(integer, text, text) TO onestop_reader, onestop_pipeline;

CREATE OR REPLACE VIEW mart.entered_figure AS
SELECT
    entered_figure.unit_id,
    entered_figure.period_id,
    entered_figure.figure_code,
    figure.name_vi,
    figure.value_unit,
    entered_figure.value,
    manual.null_reason,
    manual.document,
    entered_figure.sheet_id,
    entered_figure.row_no
FROM core.entered_figure
INNER JOIN core.figure ON entered_figure.figure_code = figure.figure_code
INNER JOIN core.manual_figure AS manual
    ON entered_figure.sheet_id = manual.sheet_id AND entered_figure.row_no = manual.row_no;
COMMENT ON VIEW mart.entered_figure IS 'The figure entered by hand that holds for a unit: its own, or what its province entered for all its communes.';
COMMENT ON COLUMN mart.entered_figure.value IS 'The figure; null: the office says that there is no data.';
COMMENT ON COLUMN mart.entered_figure.null_reason IS 'Why there is no data.';
COMMENT ON COLUMN mart.entered_figure.document IS 'Report or book in which the figure stands.';

CREATE OR REPLACE VIEW mart.shown_entry AS
SELECT
    published_entry.publication_id,
    published_entry.unit_id,
    manual.figure_code,
    figure.name_vi,
    figure.value_unit,
    manual.value,
    manual.null_reason,
    manual.document,
    CASE WHEN manual.unit_id <> published_entry.unit_id THEN province.name END AS entered_by
FROM mart.published_entry
INNER JOIN core.manual_figure AS manual
    ON published_entry.sheet_id = manual.sheet_id AND published_entry.row_no = manual.row_no
INNER JOIN core.figure ON manual.figure_code = figure.figure_code
INNER JOIN mart.unit AS province ON manual.unit_id = province.unit_id;
COMMENT ON VIEW mart.shown_entry IS 'What the pages of a publication show of figures that offices entered by hand.';
COMMENT ON COLUMN mart.shown_entry.value IS 'The figure; null: the office says that there is no data.';
COMMENT ON COLUMN mart.shown_entry.null_reason IS 'Why there is no data.';
COMMENT ON COLUMN mart.shown_entry.document IS 'Report or book in which the figure stands.';
COMMENT ON COLUMN mart.shown_entry.entered_by IS 'The province that entered it for all its communes; null: the unit itself.';

CREATE OR REPLACE VIEW mart.shown_target AS
SELECT
    published_target.publication_id,
    published_target.unit_id,
    published_target.sheet_id,
    published_target.row_no,
    target.sector_code,
    CASE WHEN target.sector_code <> '*' THEN coalesce(sector.name, target.sector_code) END AS sector_vi,
    target.indicator_code,
    target.scheme_code,
    target.comparator,
    target.value,
    target.value_unit,
    CASE WHEN target.value_unit = 'percent' THEN target.value / 100 ELSE target.value END AS compared_value,
    target.document,
    target.clause
FROM mart.published_target
INNER JOIN core.target ON published_target.sheet_id = target.sheet_id AND published_target.row_no = target.row_no
LEFT JOIN core.sector ON target.sector_code = sector.sector_code;
COMMENT ON VIEW mart.shown_target IS 'The targets that the pages of a publication show.';
COMMENT ON COLUMN mart.shown_target.row_no IS 'Row of the sheet.';
COMMENT ON COLUMN mart.shown_target.sector_vi IS 'The sector; null: all sectors together.';
COMMENT ON COLUMN mart.shown_target.scheme_code IS 'Scheme by which points and ranks are meant; empty: none.';
COMMENT ON COLUMN mart.shown_target.comparator IS 'How the value has to stand to the target: >=, <= or =.';
COMMENT ON COLUMN mart.shown_target.value IS 'The target in value_unit: 98 for 98 percent.';
COMMENT ON COLUMN mart.shown_target.compared_value IS 'The target as values are written: 0.98 for 98 percent.';
COMMENT ON COLUMN mart.shown_target.document IS 'Document that sets it.';
COMMENT ON COLUMN mart.shown_target.clause IS 'Place in the document.';

GRANT SELECT ON mart.entered_figure, mart.shown_entry, mart.shown_target, mart.target, mart.manual_figure,
mart.portal_figure, mart.portal_difference_kind, mart.portal_difference TO onestop_reader, onestop_pipeline;
