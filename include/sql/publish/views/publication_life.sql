-- Purpose:    which publication is due: the first of a closed period, the official one after the objections, a correction
--             where it matters; objections with their decisions, and what the figures are after explanation.
-- Grain:      see the comment of each object.
-- Reads:      audit.correction_check, audit.measure_state, audit.pending_publication, audit.publishable_period,
--             core.add_working_days, core.area, core.calendar_version, core.case_fact_history, core.entered_figure,
--             core.figure, core.manual_figure, core.objection, core.objection_cause, core.objection_decision,
--             core.unit, mart.explain, mart.indicator_entry, mart.period, mart.points_of, mart.publication,
--             mart.publication_head, mart.publication_plan, mart.published_entry, mart.published_item, mart.ranking,
--             mart.refuse_change, mart.scheme_indicator.
-- Writes:     views audit.latest_publication, mart.objection, mart.late_figure, mart.explained_score; function
--             audit.publications_due; triggers.
-- Parameters: none.
-- Rerun:      replaced at a migration where its text differs, or that of what it reads.

CREATE OR REPLACE TRIGGER objection_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.objection
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER objection_decision_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON core.objection_decision
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('keeps what was handed in: hand in another sheet instead');
CREATE OR REPLACE TRIGGER case_fact_history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON core.case_fact_history
FOR EACH STATEMENT EXECUTE FUNCTION mart.refuse_change('explains what was published: it is only added to');

CREATE OR REPLACE VIEW audit.latest_publication AS
SELECT DISTINCT ON (publication.kind, publication.area_id, publication.period_id, publication.scheme_code)
    publication.*,
    plan.is_overview AS plan_is_overview,
    plan.announce,
    plan.correction_days,
    plan.correction_points,
    plan.corrected_for,
    working.calendar_code,
    local.published_on,
    core.add_working_days(working.calendar_code, local.published_on, plan.objection_days) AS objections_until
FROM mart.publication
INNER JOIN core.area ON publication.area_id = area.area_id
INNER JOIN mart.period ON publication.period_id = period.period_id
INNER JOIN mart.publication_plan AS plan
    ON
        publication.kind = plan.kind
        AND area.kind = plan.area_kind
        AND period.kind = plan.period_kind
        AND publication.scheme_code = plan.scheme_code
CROSS JOIN LATERAL (
    SELECT coalesce(min(calendar_version.calendar_code), 'VN') AS calendar_code
    FROM core.calendar_version
    WHERE calendar_version.calendar_code = area.area_code
) AS working
CROSS JOIN LATERAL (
    SELECT (publication.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS published_on
) AS local
ORDER BY
    publication.kind, publication.area_id, publication.period_id, publication.scheme_code, publication.version DESC;
COMMENT ON VIEW audit.latest_publication IS 'The latest version of each publication that is still planned, with what its plan says.';
COMMENT ON COLUMN audit.latest_publication.objections_until IS 'Last day on which units may object to a preliminary version.';

CREATE OR REPLACE VIEW mart.objection AS
WITH filed AS (
    SELECT DISTINCT ON (
        objection.publication_id, objection.unit_id, objection.indicator_code, objection.dossier_code
    )
        objection.*
    FROM core.objection
    ORDER BY
        objection.publication_id, objection.unit_id, objection.indicator_code, objection.dossier_code,
        objection.sheet_id DESC
),

decided AS (
    SELECT DISTINCT ON (
        objection_decision.publication_id, objection_decision.unit_id, objection_decision.indicator_code,
        objection_decision.dossier_code
    )
        objection_decision.*
    FROM core.objection_decision
    ORDER BY
        objection_decision.publication_id, objection_decision.unit_id, objection_decision.indicator_code,
        objection_decision.dossier_code, objection_decision.sheet_id DESC
)

SELECT
    filed.publication_id,
    filed.unit_id,
    unit.unit_code,
    unit.name AS unit_name,
    filed.indicator_code,
    filed.dossier_code,
    filed.cause_code,
    objection_cause.name_vi AS cause_vi,
    filed.evidence,
    filed.filed_by_post,
    decided.is_accepted,
    decided.reason,
    decided.decided_by_post,
    filed.sheet_id,
    decided.sheet_id AS decision_sheet_id
FROM filed
INNER JOIN core.unit ON filed.unit_id = unit.unit_id
INNER JOIN core.objection_cause ON filed.cause_code = objection_cause.cause_code
LEFT JOIN decided
    ON
        filed.publication_id = decided.publication_id
        AND filed.unit_id = decided.unit_id
        AND filed.indicator_code = decided.indicator_code
        AND filed.dossier_code = decided.dossier_code;
COMMENT ON VIEW mart.objection IS 'Objections to preliminary rankings (kiến nghị điều chỉnh số liệu), each with what was decided; is_accepted is null until then.';
COMMENT ON COLUMN mart.objection.is_accepted IS 'The dossier counts for the unit after explanation; null: not decided yet.';
COMMENT ON COLUMN mart.objection.reason IS 'Why it was decided so.';

-- A sheet that says the same again says nothing new. What a province enters is of each of its communes.
CREATE OR REPLACE VIEW mart.late_figure AS
SELECT
    head.publication_id,
    head.area_code,
    head.period_id,
    ranking.unit_id,
    entered.figure_code,
    figure.name_vi,
    figure.value_unit,
    entered.value,
    manual.null_reason,
    manual.document,
    entered.sheet_id,
    entered.row_no
FROM mart.publication_head AS head
INNER JOIN mart.ranking ON head.publication_id = ranking.publication_id
INNER JOIN core.entered_figure AS entered ON ranking.unit_id = entered.unit_id AND head.period_id = entered.period_id
INNER JOIN core.figure ON entered.figure_code = figure.figure_code
INNER JOIN core.manual_figure AS manual ON entered.sheet_id = manual.sheet_id AND entered.row_no = manual.row_no
WHERE
    head.is_standing
    AND (
        head.is_overview
        OR EXISTS (
            SELECT 1
            FROM mart.scheme_indicator AS item
            INNER JOIN mart.indicator_entry
                ON
                    item.indicator_code = indicator_entry.indicator_code
                    AND item.indicator_version = indicator_entry.indicator_version
            WHERE
                item.scheme_code = head.scheme_code
                AND item.scheme_version = head.scheme_version
                AND entered.figure_code = indicator_entry.figure_code
        )
    )
    AND NOT EXISTS (
        SELECT 1
        FROM mart.published_entry
        INNER JOIN core.manual_figure AS kept
            ON published_entry.sheet_id = kept.sheet_id AND published_entry.row_no = kept.row_no
        WHERE
            published_entry.publication_id = head.publication_id
            AND published_entry.unit_id = ranking.unit_id
            AND kept.figure_code = entered.figure_code
            AND kept.value IS NOT DISTINCT FROM entered.value
    );
COMMENT ON VIEW mart.late_figure IS 'Figures that offices entered, or changed, after the version that stands of a ranking was published and that it would show: its pages do not have them, and its next version will.';
COMMENT ON COLUMN mart.late_figure.value IS 'The figure as it was entered; null: the office says that there is no data.';
COMMENT ON COLUMN mart.late_figure.null_reason IS 'Why there is no data.';
COMMENT ON COLUMN mart.late_figure.document IS 'Report or book in which the figure stands.';
COMMENT ON COLUMN mart.late_figure.sheet_id IS 'The sheet with the figure, of audit.sheet.';
COMMENT ON COLUMN mart.late_figure.row_no IS 'Row of the sheet.';

CREATE OR REPLACE FUNCTION audit.publications_due(p_clock_on date)
RETURNS TABLE (
    kind text, area_id integer, area_code text, period_id text, period_end date, scheme_code text,
    scheme_version integer, version integer, status text, latest_publication_id bigint, correction_points numeric,
    is_overview boolean, announce boolean
)
LANGUAGE sql STABLE AS $$
SELECT
    pending.kind, pending.area_id, pending.area_code, pending.period_id, pending.period_end, pending.scheme_code,
    pending.scheme_version, 1, 'preliminary', NULL::bigint, NULL::numeric, pending.is_overview, pending.announce
FROM audit.pending_publication AS pending
UNION ALL
SELECT
    latest.kind, latest.area_id, area.area_code, period.period_id, period.period_end, latest.scheme_code,
    latest.scheme_version, latest.version + 1,
    CASE latest.status WHEN 'preliminary' THEN 'official' ELSE 'correction' END,
    latest.publication_id, latest.correction_points, latest.plan_is_overview, latest.announce
FROM audit.publishable_period AS period
INNER JOIN audit.latest_publication AS latest ON period.period_id = latest.period_id
INNER JOIN core.area ON latest.area_id = area.area_id
LEFT JOIN LATERAL (
    SELECT max(correction_check.checked_on) AS checked_on, max(correction_check.counted_sheet_id) AS sheet_id
    FROM audit.correction_check
    WHERE correction_check.publication_id = latest.publication_id
) AS looked ON TRUE
WHERE
    CASE latest.status
        WHEN 'preliminary'
            THEN
                latest.objections_until < p_clock_on
                AND NOT EXISTS (
                    SELECT 1
                    FROM mart.objection
                    WHERE objection.publication_id = latest.publication_id AND objection.is_accepted IS NULL
                )
        ELSE
            (
                period.state = 'restated'
                AND latest.publish_seq < (SELECT measure_state.applied_seq FROM audit.measure_state)
                -- What was looked at once and changes nothing is not looked at again.
                OR EXISTS (
                    SELECT 1
                    FROM mart.late_figure
                    WHERE
                        late_figure.publication_id = latest.publication_id
                        AND late_figure.sheet_id > coalesce(looked.sheet_id, 0)
                )
            )
            AND p_clock_on <= period.period_end + latest.corrected_for
            AND p_clock_on >= core.add_working_days(
                latest.calendar_code, coalesce(looked.checked_on, latest.published_on), latest.correction_days
            )
    END
$$;
COMMENT ON FUNCTION audit.publications_due IS 'What is to be published, or looked at whether it needs a correction, on a day of the business clock: closed periods that every source has been read past, fully measured.';

CREATE OR REPLACE VIEW mart.explained_score AS
WITH accepted AS (
    SELECT
        objection.publication_id,
        objection.unit_id,
        objection.indicator_code,
        array_agg(objection.dossier_code) AS dossier_codes
    FROM mart.objection
    WHERE objection.is_accepted
    GROUP BY objection.publication_id, objection.unit_id, objection.indicator_code
)

SELECT
    item.publication_id,
    item.unit_id,
    item.unit_code,
    item.indicator_code,
    against.dossiers,
    item.numerator,
    item.denominator,
    CASE
        WHEN item.direction = 'lower_is_better' THEN item.numerator - against.dossiers
        ELSE item.numerator + against.dossiers
    END AS numerator_after,
    item.points,
    mart.points_of(
        item.good + against.dossiers, item.denominator, item.max_points, item.full_score_at
    ) AS points_after
FROM accepted
INNER JOIN mart.published_item AS item
    ON
        accepted.publication_id = item.publication_id
        AND accepted.unit_id = item.unit_id
        AND accepted.indicator_code = item.indicator_code
CROSS JOIN LATERAL (
    SELECT count(DISTINCT explained.record_key) AS dossiers
    FROM mart.explain(item.publication_id, item.unit_code, item.indicator_code) AS explained
    WHERE
        explained.record_key = ANY(accepted.dossier_codes)
        AND CASE item.direction
            WHEN 'lower_is_better' THEN explained.numerator > 0
            ELSE explained.denominator > explained.numerator
        END
) AS against;
COMMENT ON VIEW mart.explained_score IS 'Figures and points after explanation (sau giải trình) beside those of the system (theo hệ thống): each dossier of an accepted objection counts for the unit. The ranking stays that of the system.';
COMMENT ON COLUMN mart.explained_score.dossiers IS 'Dossiers of accepted objections that the figure counts against the unit.';
COMMENT ON COLUMN mart.explained_score.numerator_after IS 'Numerator after explanation; the denominator stays.';
COMMENT ON COLUMN mart.explained_score.points_after IS 'Points after explanation.';

GRANT SELECT ON mart.objection, mart.late_figure, mart.explained_score TO onestop_reader, onestop_pipeline;
