-- Purpose:    measures with their applied contributions, periods, indicators, forms, schemes and publications.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     schema mart, and core.contribution_applied.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE core.contribution_applied (
    case_id uuid NOT NULL,
    basis text NOT NULL,
    unit_id integer NOT NULL,
    day date NOT NULL,
    sector_code text NOT NULL,
    received_in_person smallint NOT NULL,
    received_online smallint NOT NULL,
    received_postal smallint NOT NULL,
    resolved_early smallint NOT NULL,
    resolved_on_time smallint NOT NULL,
    resolved_overdue smallint NOT NULL,
    resolved_no_due_date smallint NOT NULL,
    withdrawn smallint NOT NULL,
    refused smallint NOT NULL,
    stopped smallint NOT NULL,
    transferred_in smallint NOT NULL,
    transferred_out smallint NOT NULL,
    within_enter smallint NOT NULL,
    within_leave smallint NOT NULL,
    overdue_enter smallint NOT NULL,
    overdue_leave smallint NOT NULL,
    no_due_date_enter smallint NOT NULL,
    no_due_date_leave smallint NOT NULL,
    paused_enter smallint NOT NULL,
    paused_leave smallint NOT NULL,
    PRIMARY KEY (case_id, basis, unit_id, day, sector_code)
);
COMMENT ON TABLE core.contribution_applied IS 'What each case was last counted as in mart.measure_day; the writer subtracts it before it adds the new state.';
CREATE INDEX contribution_by_unit_day ON core.contribution_applied (unit_id, basis, day);

CREATE TABLE mart.measure_day (
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    day date NOT NULL,
    sector_code text NOT NULL,
    received_in_person integer NOT NULL CHECK (received_in_person >= 0),
    received_online integer NOT NULL CHECK (received_online >= 0),
    received_postal integer NOT NULL CHECK (received_postal >= 0),
    resolved_early integer NOT NULL CHECK (resolved_early >= 0),
    resolved_on_time integer NOT NULL CHECK (resolved_on_time >= 0),
    resolved_overdue integer NOT NULL CHECK (resolved_overdue >= 0),
    resolved_no_due_date integer NOT NULL CHECK (resolved_no_due_date >= 0),
    withdrawn integer NOT NULL CHECK (withdrawn >= 0),
    refused integer NOT NULL CHECK (refused >= 0),
    stopped integer NOT NULL CHECK (stopped >= 0),
    transferred_in integer NOT NULL CHECK (transferred_in >= 0),
    transferred_out integer NOT NULL CHECK (transferred_out >= 0),
    within_enter integer NOT NULL CHECK (within_enter >= 0),
    within_leave integer NOT NULL CHECK (within_leave >= 0),
    overdue_enter integer NOT NULL CHECK (overdue_enter >= 0),
    overdue_leave integer NOT NULL CHECK (overdue_leave >= 0),
    no_due_date_enter integer NOT NULL CHECK (no_due_date_enter >= 0),
    no_due_date_leave integer NOT NULL CHECK (no_due_date_leave >= 0),
    paused_enter integer NOT NULL CHECK (paused_enter >= 0),
    paused_leave integer NOT NULL CHECK (paused_leave >= 0),
    PRIMARY KEY (unit_id, basis, day, sector_code)
);
COMMENT ON TABLE mart.measure_day IS 'Flows of a day, and the cases that enter and leave each stock with that day; a stock at a day''s end is the sum of enters less leaves up to it. Days may lie ahead: a case due tomorrow enters overdue the day after.';

CREATE TABLE mart.period (
    period_id text PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('month', 'quarter')),
    period_start date NOT NULL,
    period_end date NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'closed', 'restated')),
    counted_to date NOT NULL,
    CHECK (period_start <= counted_to AND counted_to <= period_end),
    CHECK (period_id = kind || ':' || to_char(period_start, 'YYYY-MM-DD') || ':' || to_char(period_end, 'YYYY-MM-DD'))
);
COMMENT ON TABLE mart.period IS 'Reporting periods, both ends inclusive, id kind:start:end; closed once the business clock has passed the end.';
COMMENT ON COLUMN mart.period.counted_to IS 'Last day that the figures of this period include: the end once closed, the clock''s day while open.';

CREATE TABLE mart.form_ii06a (
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    period_id text NOT NULL REFERENCES mart.period,
    sector_code text NOT NULL,
    unit_code text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    received_total integer NOT NULL,
    received_online integer NOT NULL,
    received_direct_postal integer NOT NULL,
    carried_over integer NOT NULL,
    resolved_total integer NOT NULL,
    resolved_early integer NOT NULL,
    resolved_on_time integer NOT NULL,
    resolved_overdue integer NOT NULL,
    in_progress_total integer NOT NULL,
    in_progress_within integer NOT NULL,
    in_progress_overdue integer NOT NULL,
    resolved_no_due_date integer NOT NULL,
    in_progress_no_due_date integer NOT NULL,
    paused integer NOT NULL,
    withdrawn integer NOT NULL,
    refused integer NOT NULL,
    stopped integer NOT NULL,
    transferred_in integer NOT NULL,
    transferred_out integer NOT NULL,
    PRIMARY KEY (unit_id, basis, period_id, sector_code),
    CONSTRAINT received_adds_up CHECK (received_total = received_online + received_direct_postal + carried_over),
    CONSTRAINT resolved_adds_up CHECK (
        resolved_total = resolved_early + resolved_on_time + resolved_overdue + resolved_no_due_date
    ),
    CONSTRAINT in_progress_adds_up CHECK (
        in_progress_total = in_progress_within + in_progress_overdue + in_progress_no_due_date + paused
    ),
    CONSTRAINT form_balances CHECK (
        received_total + transferred_in
        = resolved_total + in_progress_total + withdrawn + refused + stopped + transferred_out
    )
);
COMMENT ON TABLE mart.form_ii06a IS 'Form II.06a/VPCP/KSTT by unit, basis, period and sector (* = all sectors): received, resolved and in-progress dossiers, columns balancing by constraint.';
CREATE INDEX form_by_period ON mart.form_ii06a (period_id);

CREATE TABLE mart.indicator (
    indicator_code text NOT NULL,
    indicator_version integer NOT NULL,
    name_vi text NOT NULL,
    value_kind text NOT NULL CHECK (value_kind IN ('count', 'ratio')),
    direction text NOT NULL CHECK (direction IN ('higher_is_better', 'lower_is_better', 'none')),
    numerator_columns text[] NOT NULL,
    denominator_columns text[],
    definition_vi text NOT NULL,
    source text NOT NULL,
    valid daterange NOT NULL,
    PRIMARY KEY (indicator_code, indicator_version),
    CHECK ((value_kind = 'ratio') = (denominator_columns IS NOT NULL)),
    CONSTRAINT columns_are_of_the_form CHECK (
        numerator_columns || coalesce(denominator_columns, '{}') <@ ARRAY[
            'received_total', 'received_online', 'received_direct_postal', 'carried_over',
            'resolved_total', 'resolved_early', 'resolved_on_time', 'resolved_overdue',
            'in_progress_total', 'in_progress_within', 'in_progress_overdue',
            'resolved_no_due_date', 'in_progress_no_due_date', 'paused',
            'withdrawn', 'refused', 'stopped', 'transferred_in', 'transferred_out'
        ]
    )
);
COMMENT ON TABLE mart.indicator IS 'Indicators as rows: numerator and denominator are sums of the named form columns; a zero denominator gives null with the reason zero_denominator.';

CREATE TABLE mart.indicator_value (
    subject_kind text NOT NULL CHECK (subject_kind IN ('unit', 'area')),
    subject_id integer NOT NULL,
    basis text NOT NULL,
    period_id text NOT NULL REFERENCES mart.period,
    sector_code text NOT NULL,
    indicator_code text NOT NULL,
    indicator_version integer NOT NULL,
    unit_code text NOT NULL,
    period_kind text NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL,
    value_kind text NOT NULL,
    numerator bigint NOT NULL,
    denominator bigint,
    value numeric,
    null_reason text CHECK (null_reason IN ('zero_denominator')),
    excluded_count bigint NOT NULL,
    is_final boolean NOT NULL,
    data_as_of timestamptz NOT NULL,
    PRIMARY KEY (subject_kind, subject_id, basis, period_id, sector_code, indicator_code, indicator_version),
    FOREIGN KEY (indicator_code, indicator_version) REFERENCES mart.indicator,
    CHECK ((value IS NULL) = (null_reason IS NOT NULL))
);
COMMENT ON TABLE mart.indicator_value IS 'Value of each indicator by unit or area, basis, period and sector (* = all): the moving truth; publications freeze it.';
COMMENT ON COLUMN mart.indicator_value.is_final IS 'The period was closed when the value was computed.';
COMMENT ON COLUMN mart.indicator_value.data_as_of IS 'Earliest moment up to which every configured source had been read when the value last changed.';
COMMENT ON COLUMN mart.indicator_value.excluded_count IS 'Cases of the subject that neither numerator nor denominator counts because a fact is missing; no indicator leaves any out so far.';

CREATE TABLE mart.scheme (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    name_vi text NOT NULL,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    source text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version)
);
COMMENT ON TABLE mart.scheme IS 'Score schemes as rows, versioned.';

CREATE TABLE mart.scheme_item (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    indicator_code text NOT NULL,
    indicator_version integer NOT NULL,
    max_points numeric NOT NULL CHECK (max_points > 0),
    zero_denominator_points numeric,
    PRIMARY KEY (scheme_code, scheme_version, indicator_code),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme,
    FOREIGN KEY (indicator_code, indicator_version) REFERENCES mart.indicator
);
COMMENT ON TABLE mart.scheme_item IS 'Indicators of a scheme with their maximum; zero_denominator_points null means: without cases the unit is not ranked.';

CREATE TABLE mart.publication_plan (
    kind text NOT NULL CHECK (kind IN ('ranking')),
    area_kind text NOT NULL,
    period_kind text NOT NULL,
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    PRIMARY KEY (kind, area_kind, period_kind, scheme_code),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.publication_plan IS 'What is published of every closed period: a ranking for each area of the kind, by the scheme.';

CREATE TABLE mart.publication (
    publication_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    area_id integer NOT NULL REFERENCES core.area,
    period_id text NOT NULL REFERENCES mart.period,
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    status text NOT NULL CHECK (status IN ('preliminary', 'official', 'correction')),
    data_as_of timestamptz NOT NULL,
    publish_seq bigint NOT NULL,
    reason text NOT NULL,
    published_at timestamptz NOT NULL,
    UNIQUE (kind, area_id, period_id, scheme_code, scheme_version, version),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.publication IS 'What was published, frozen: area, period, scheme with version, data as-of, highest publish sequence counted.';

CREATE TABLE mart.ranking (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    area_code text NOT NULL,
    period_kind text NOT NULL,
    period_start date NOT NULL,
    version integer NOT NULL,
    unit_code text NOT NULL,
    rank integer,
    previous_rank integer,
    score numeric,
    grade text,
    is_ranked boolean NOT NULL,
    unranked_reason text,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (publication_id, unit_id),
    CHECK (is_ranked = (rank IS NOT NULL)),
    CHECK (is_ranked = (unranked_reason IS NULL)),
    CHECK (NOT is_ranked OR score IS NOT NULL)
);
COMMENT ON TABLE mart.ranking IS 'Rank of each unit in a publication: competition ranking 1-2-2-4, highest score first.';

CREATE TABLE mart.published_value (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    LIKE mart.indicator_value,
    PRIMARY KEY (
        publication_id, subject_kind, subject_id, basis, period_id, sector_code, indicator_code, indicator_version
    )
);
COMMENT ON TABLE mart.published_value IS 'Indicator values frozen with a publication.';

CREATE TABLE mart.published_score (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    subject_kind text NOT NULL,
    subject_id integer NOT NULL,
    period_id text NOT NULL,
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    indicator_code text NOT NULL,
    max_points numeric NOT NULL,
    points numeric,
    points_lost numeric,
    lost_kind text CHECK (lost_kind IN ('recoverable', 'gone', 'not_ours')),
    PRIMARY KEY (publication_id, subject_kind, subject_id, indicator_code)
);
COMMENT ON TABLE mart.published_score IS 'Points by indicator frozen with a publication.';

CREATE TABLE mart.published_form (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    LIKE mart.form_ii06a INCLUDING CONSTRAINTS,
    PRIMARY KEY (publication_id, unit_id, basis, period_id, sector_code)
);
COMMENT ON TABLE mart.published_form IS 'Form II.06a rows frozen with a publication.';

CREATE TABLE audit.rendered_page (
    publication_id bigint PRIMARY KEY REFERENCES mart.publication,
    path text NOT NULL,
    page_hash text NOT NULL,
    rendered_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.rendered_page IS 'The page made of each publication.';

CREATE INDEX indicator_value_by_period ON mart.indicator_value (period_id, indicator_code);
