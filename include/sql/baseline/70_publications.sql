-- Purpose:    schemes, publications with what they froze, forms, objections.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE mart.scheme (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    name_vi text NOT NULL,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    source text NOT NULL,
    note_vi text NOT NULL DEFAULT '',
    PRIMARY KEY (scheme_code, scheme_version)
);
COMMENT ON TABLE mart.scheme IS 'Score schemes as rows, versioned.';
COMMENT ON COLUMN mart.scheme.note_vi IS 'What a reader of a ranking by this scheme must know, in Vietnamese; empty if nothing.';

CREATE TABLE mart.scheme_group (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    group_code text NOT NULL,
    ordinal smallint NOT NULL,
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, group_code),
    UNIQUE (scheme_code, scheme_version, ordinal),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_group IS 'Groups of a scheme''s indicators, in their order; a group''s maximum is the sum of its indicators''.';

CREATE TABLE mart.scheme_item (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    indicator_code text NOT NULL,
    indicator_version integer NOT NULL,
    max_points numeric NOT NULL CHECK (max_points > 0),
    zero_denominator_points numeric,
    group_code text NOT NULL,
    ordinal smallint NOT NULL DEFAULT 1,
    full_score_at numeric NOT NULL DEFAULT 1 CHECK (full_score_at > 0),
    lost_kind text NOT NULL DEFAULT 'gone' CHECK (lost_kind IN ('recoverable', 'gone', 'not_ours')),
    not_ours text[] NOT NULL DEFAULT '{}',
    is_unresolved boolean NOT NULL DEFAULT FALSE,
    note_vi text NOT NULL DEFAULT '',
    PRIMARY KEY (scheme_code, scheme_version, indicator_code),
    CHECK (zero_denominator_points >= 0 AND zero_denominator_points <= max_points),
    CHECK (is_unresolved = FALSE OR note_vi <> ''),
    FOREIGN KEY (indicator_code, indicator_version) REFERENCES mart.indicator,
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme,
    FOREIGN KEY (scheme_code, scheme_version, group_code) REFERENCES mart.scheme_group
);
COMMENT ON TABLE mart.scheme_item IS 'Indicators of a scheme with their maximum; zero_denominator_points null means: without cases the unit is not ranked.';
COMMENT ON COLUMN mart.scheme_item.zero_denominator_points IS 'Points where the denominator is 0; null: such a unit has no score.';
COMMENT ON COLUMN mart.scheme_item.full_score_at IS 'Share (of a count: number) from which on all points are given; below, points are proportional to it.';
COMMENT ON COLUMN mart.scheme_item.lost_kind IS 'Whose lost points are: recoverable (can still be won back in the period), gone, not_ours (another office, the province, synchronisation).';
COMMENT ON COLUMN mart.scheme_item.not_ours IS 'Measures that count the dossiers of the rest that another agency answers for: their points are not_ours, the others of lost_kind.';
COMMENT ON COLUMN mart.scheme_item.is_unresolved IS 'The portal''s own formula is not known; every output says so with note_vi.';
COMMENT ON COLUMN mart.scheme_item.note_vi IS 'What a reader of the points must know, in Vietnamese.';

CREATE TABLE mart.scheme_band (
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    from_points numeric NOT NULL CHECK (from_points >= 0),
    name_vi text NOT NULL,
    PRIMARY KEY (scheme_code, scheme_version, from_points),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.scheme_band IS 'Grades (xếp loại) of a scheme: a score has that of the highest band that it reaches; a scheme without bands gives none.';
COMMENT ON COLUMN mart.scheme_band.from_points IS 'Least points of the band, inclusive.';

CREATE TABLE mart.publication_plan (
    kind text NOT NULL CHECK (kind = 'ranking'),
    area_kind text NOT NULL,
    period_kind text NOT NULL,
    scheme_code text NOT NULL,
    scheme_version integer NOT NULL,
    objection_days smallint NOT NULL DEFAULT 2 CHECK (objection_days >= 0),
    correction_days smallint NOT NULL DEFAULT 10 CHECK (correction_days > 0),
    correction_points numeric NOT NULL DEFAULT 0.5 CHECK (correction_points > 0),
    corrected_for interval NOT NULL DEFAULT '1 year',
    first_within interval NOT NULL DEFAULT '3 years',
    is_overview boolean NOT NULL DEFAULT TRUE,
    announce boolean NOT NULL DEFAULT TRUE,
    PRIMARY KEY (kind, area_kind, period_kind, scheme_code),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.publication_plan IS 'What is published of every closed period: a ranking for each area of the kind, by the scheme.';
COMMENT ON COLUMN mart.publication_plan.objection_days IS 'Working days after the day of the preliminary version on which units may object; the official one is due the day after, once every objection is decided.';
COMMENT ON COLUMN mart.publication_plan.correction_days IS 'Working days over which changes are collected before it is looked whether a correction is due.';
COMMENT ON COLUMN mart.publication_plan.correction_points IS 'A correction goes out if a rank changed, or points by at least so many.';
COMMENT ON COLUMN mart.publication_plan.corrected_for IS 'How long after the end of its period a publication is corrected.';
COMMENT ON COLUMN mart.publication_plan.first_within IS 'How long after the end of a period its first version still goes out; a ranking of an older period helps nobody.';
COMMENT ON COLUMN mart.publication_plan.is_overview IS 'Its rankings freeze every indicator and form II.06a of the units; others only the indicators of the scheme.';
COMMENT ON COLUMN mart.publication_plan.announce IS 'Its rankings are sent to the recipients of rankings; others stand on the pages only.';

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
    previous_publication_id bigint REFERENCES mart.publication,
    software_version text,
    is_overview boolean NOT NULL DEFAULT TRUE,
    is_announced boolean NOT NULL DEFAULT TRUE,
    UNIQUE (kind, area_id, period_id, scheme_code, scheme_version, version),
    FOREIGN KEY (scheme_code, scheme_version) REFERENCES mart.scheme
);
COMMENT ON TABLE mart.publication IS 'What was published, frozen: area, period, scheme with version, data as-of, highest publish sequence counted.';
COMMENT ON COLUMN mart.publication.previous_publication_id IS 'The publication whose ranks are the previous ones: of the period of the kind that ended last before, official or corrected before preliminary; null for the first.';
COMMENT ON COLUMN mart.publication.software_version IS 'The version of onestop that froze these figures, as in the changelog; null for publications of before 1.0.0.';
COMMENT ON COLUMN mart.publication.is_overview IS 'It froze every indicator and form II.06a of its units; otherwise only the indicators of its scheme.';
COMMENT ON COLUMN mart.publication.is_announced IS 'It is sent to the recipients of rankings.';
CREATE INDEX publication_by_seq ON mart.publication (publish_seq);

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
    max_points numeric NOT NULL,
    groups_left_out text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (publication_id, unit_id),
    CHECK (is_ranked = (rank IS NOT NULL)),
    CHECK (is_ranked = (unranked_reason IS NULL)),
    CHECK ((NOT is_ranked) OR score IS NOT NULL)
);
COMMENT ON TABLE mart.ranking IS 'Rank of each unit in a publication: competition ranking 1-2-2-4, highest score first.';
COMMENT ON COLUMN mart.ranking.max_points IS 'Most points that the counted groups give together.';
COMMENT ON COLUMN mart.ranking.groups_left_out IS 'Groups of the scheme that are not in the score, because figures that have to be entered were missing; a unit is ranked among those that lack the same groups.';

CREATE TABLE mart.published_value (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    subject_kind text NOT NULL,
    subject_id integer NOT NULL,
    basis text NOT NULL,
    period_id text NOT NULL,
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
    null_reason text,
    excluded_count bigint NOT NULL,
    is_final boolean NOT NULL,
    data_as_of timestamptz NOT NULL,
    PRIMARY KEY (publication_id, subject_kind, subject_id, basis, period_id, sector_code, indicator_code, indicator_version)
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
    points_cut numeric NOT NULL DEFAULT 0,
    points_recoverable numeric NOT NULL DEFAULT 0,
    points_gone numeric NOT NULL DEFAULT 0,
    points_not_ours numeric NOT NULL DEFAULT 0,
    PRIMARY KEY (publication_id, subject_kind, subject_id, indicator_code)
);
COMMENT ON TABLE mart.published_score IS 'Points by indicator frozen with a publication.';
COMMENT ON COLUMN mart.published_score.lost_kind IS 'Kind of most of the lost points; null where none is lost or there are no points.';
COMMENT ON COLUMN mart.published_score.points_cut IS 'Points beyond the maximum that the cap took away.';
COMMENT ON COLUMN mart.published_score.points_recoverable IS 'Of the lost points, those that can still be won back in the period.';
COMMENT ON COLUMN mart.published_score.points_gone IS 'Of the lost points, those that are lost for the period.';
COMMENT ON COLUMN mart.published_score.points_not_ours IS 'Of the lost points, those that another office answers for.';

CREATE TABLE mart.published_form (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL,
    basis text NOT NULL,
    period_id text NOT NULL,
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
    PRIMARY KEY (publication_id, unit_id, basis, period_id, sector_code),
    CONSTRAINT form_balances CHECK (
        received_total + transferred_in
        = resolved_total + in_progress_total + withdrawn + refused + stopped + transferred_out
    ),
    CONSTRAINT form_ii06a_basis_check CHECK (basis IN ('receiving', 'responsible', 'holding')),
    CONSTRAINT in_progress_adds_up CHECK (
        in_progress_total = in_progress_within + in_progress_overdue + in_progress_no_due_date + paused
    ),
    CONSTRAINT received_adds_up CHECK (received_total = received_online + received_direct_postal + carried_over),
    CONSTRAINT resolved_adds_up CHECK (
        resolved_total = resolved_early + resolved_on_time + resolved_overdue + resolved_no_due_date
    )
);
COMMENT ON TABLE mart.published_form IS 'Form II.06a rows frozen with a publication.';

CREATE TABLE mart.published_target (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    sheet_id bigint NOT NULL,
    row_no integer NOT NULL,
    PRIMARY KEY (publication_id, unit_id, sheet_id, row_no),
    FOREIGN KEY (sheet_id, row_no) REFERENCES core.target
);
COMMENT ON TABLE mart.published_target IS 'The targets that a publication shows beside the figures of its units: those that held at the end of its period when it was made. What each says is in core.target, which never changes.';
COMMENT ON COLUMN mart.published_target.sheet_id IS 'The sheet with the target.';
COMMENT ON COLUMN mart.published_target.row_no IS 'Row of the sheet.';

CREATE TABLE mart.published_entry (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    sheet_id bigint NOT NULL,
    row_no integer NOT NULL,
    PRIMARY KEY (publication_id, unit_id, sheet_id, row_no),
    FOREIGN KEY (sheet_id, row_no) REFERENCES core.manual_figure
);
COMMENT ON TABLE mart.published_entry IS 'The figures entered by hand that a publication shows of its units: those that were known when it was made, of the unit itself or of its province for all its communes. What each says is in core.manual_figure, which never changes.';
COMMENT ON COLUMN mart.published_entry.sheet_id IS 'The sheet with the figure.';
COMMENT ON COLUMN mart.published_entry.row_no IS 'Row of the sheet.';

CREATE TABLE mart.form_confirmation (
    form_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    unit_id integer NOT NULL REFERENCES core.unit,
    basis text NOT NULL CHECK (basis IN ('receiving', 'responsible', 'holding')),
    period_id text NOT NULL REFERENCES mart.period,
    version integer NOT NULL CHECK (version >= 1),
    publish_seq bigint NOT NULL,
    confirmed_at timestamptz NOT NULL,
    confirmed_by_post text NOT NULL CHECK (confirmed_by_post <> ''),
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    UNIQUE (unit_id, basis, period_id, version)
);
COMMENT ON TABLE mart.form_confirmation IS 'Forms II.06a that a unit confirmed; each keeps its figures. Immutable: a later version corrects.';
COMMENT ON COLUMN mart.form_confirmation.form_id IS 'The confirmed form.';
COMMENT ON COLUMN mart.form_confirmation.unit_id IS 'The unit that reports.';
COMMENT ON COLUMN mart.form_confirmation.basis IS 'Role of the unit that the form counts.';
COMMENT ON COLUMN mart.form_confirmation.period_id IS 'The period reported.';
COMMENT ON COLUMN mart.form_confirmation.version IS '1, 2, ... of the unit, role and period.';
COMMENT ON COLUMN mart.form_confirmation.publish_seq IS 'The publish sequence that its figures have.';
COMMENT ON COLUMN mart.form_confirmation.confirmed_at IS 'The business clock when the sheet was read.';
COMMENT ON COLUMN mart.form_confirmation.confirmed_by_post IS 'Post (chức danh) of who confirmed, never a name.';
COMMENT ON COLUMN mart.form_confirmation.sheet_id IS 'The sheet by which it was confirmed.';

CREATE TABLE mart.confirmed_form (
    form_id bigint NOT NULL REFERENCES mart.form_confirmation,
    unit_id integer NOT NULL,
    basis text NOT NULL,
    period_id text NOT NULL,
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
    PRIMARY KEY (form_id, sector_code),
    CONSTRAINT form_balances CHECK (
        received_total + transferred_in
        = resolved_total + in_progress_total + withdrawn + refused + stopped + transferred_out
    ),
    CONSTRAINT form_ii06a_basis_check CHECK (basis IN ('receiving', 'responsible', 'holding')),
    CONSTRAINT in_progress_adds_up CHECK (
        in_progress_total = in_progress_within + in_progress_overdue + in_progress_no_due_date + paused
    ),
    CONSTRAINT received_adds_up CHECK (received_total = received_online + received_direct_postal + carried_over),
    CONSTRAINT resolved_adds_up CHECK (
        resolved_total = resolved_early + resolved_on_time + resolved_overdue + resolved_no_due_date
    )
);
COMMENT ON TABLE mart.confirmed_form IS 'Rows of a confirmed form II.06a as they were when it was confirmed.';

CREATE TABLE mart.form_signature (
    form_id bigint PRIMARY KEY REFERENCES mart.form_confirmation,
    document_number text NOT NULL CHECK (document_number <> ''),
    document_date date NOT NULL,
    signed_by_post text NOT NULL CHECK (signed_by_post <> ''),
    sheet_id bigint NOT NULL REFERENCES audit.sheet
);
COMMENT ON TABLE mart.form_signature IS 'Confirmed forms that were signed, with number and date of the document.';
COMMENT ON COLUMN mart.form_signature.form_id IS 'The confirmed form that was signed.';
COMMENT ON COLUMN mart.form_signature.document_number IS 'Number and sign of the document.';
COMMENT ON COLUMN mart.form_signature.document_date IS 'Date of the document.';
COMMENT ON COLUMN mart.form_signature.signed_by_post IS 'Post of who signed, never a name.';
COMMENT ON COLUMN mart.form_signature.sheet_id IS 'The sheet that said so.';

CREATE TABLE core.objection_cause (
    cause_code text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED,
    name_vi text NOT NULL
);
COMMENT ON TABLE core.objection_cause IS 'Causes (nguyên nhân) that a unit may give when it objects to a figure.';

CREATE TABLE core.objection (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    indicator_code text NOT NULL,
    dossier_code text NOT NULL,
    cause_code text NOT NULL REFERENCES core.objection_cause,
    evidence text NOT NULL CHECK (evidence <> ''),
    filed_by_post text NOT NULL CHECK (filed_by_post <> ''),
    PRIMARY KEY (sheet_id, row_no),
    CONSTRAINT one_objection_a_dossier UNIQUE (sheet_id, publication_id, unit_id, indicator_code, dossier_code)
);
COMMENT ON TABLE core.objection IS 'Objections (kiến nghị điều chỉnh số liệu) to a preliminary ranking, every version of every sheet; mart.objection has those that count.';
COMMENT ON COLUMN core.objection.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.objection.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.objection.publication_id IS 'The preliminary ranking that it is about.';
COMMENT ON COLUMN core.objection.unit_id IS 'Who objects.';
COMMENT ON COLUMN core.objection.indicator_code IS 'The figure that it is about.';
COMMENT ON COLUMN core.objection.dossier_code IS 'The dossier that should count otherwise.';
COMMENT ON COLUMN core.objection.cause_code IS 'Why it does not.';
COMMENT ON COLUMN core.objection.evidence IS 'Document that proves it.';
COMMENT ON COLUMN core.objection.filed_by_post IS 'Post (chức danh) of who objects, never a name.';

CREATE TABLE core.objection_decision (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    publication_id bigint NOT NULL REFERENCES mart.publication,
    unit_id integer NOT NULL REFERENCES core.unit,
    indicator_code text NOT NULL,
    dossier_code text NOT NULL,
    is_accepted boolean NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    decided_by_post text NOT NULL CHECK (decided_by_post <> ''),
    PRIMARY KEY (sheet_id, row_no),
    CONSTRAINT one_decision_a_dossier UNIQUE (sheet_id, publication_id, unit_id, indicator_code, dossier_code)
);
COMMENT ON TABLE core.objection_decision IS 'What was decided of objections, every version of every sheet; mart.objection has those that count.';
COMMENT ON COLUMN core.objection_decision.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.objection_decision.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.objection_decision.publication_id IS 'The preliminary ranking that the objection is about.';
COMMENT ON COLUMN core.objection_decision.unit_id IS 'Who objected.';
COMMENT ON COLUMN core.objection_decision.indicator_code IS 'The figure that the objection is about.';
COMMENT ON COLUMN core.objection_decision.dossier_code IS 'The dossier that the objection is about.';
COMMENT ON COLUMN core.objection_decision.is_accepted IS 'The dossier counts for the unit in the figure after explanation.';
COMMENT ON COLUMN core.objection_decision.reason IS 'Why, in the words of who decided.';
COMMENT ON COLUMN core.objection_decision.decided_by_post IS 'Post of who decided, never a name.';

CREATE TABLE audit.correction_check (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    checked_on date NOT NULL,
    publish_seq bigint NOT NULL,
    ranks_changed integer NOT NULL,
    points_changed numeric NOT NULL,
    is_due boolean NOT NULL,
    groups_changed integer NOT NULL DEFAULT 0,
    entered_changed integer NOT NULL DEFAULT 0,
    counted_sheet_id bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (publication_id, checked_on)
);
COMMENT ON TABLE audit.correction_check IS 'Each cut-off at which it was looked whether an official publication needs a correction, and what had changed by then.';
COMMENT ON COLUMN audit.correction_check.publication_id IS 'The latest version at that time.';
COMMENT ON COLUMN audit.correction_check.checked_on IS 'Day of the business clock.';
COMMENT ON COLUMN audit.correction_check.publish_seq IS 'The publish sequence that the measures had.';
COMMENT ON COLUMN audit.correction_check.ranks_changed IS 'Units whose rank, or whether they are ranked, would be another.';
COMMENT ON COLUMN audit.correction_check.points_changed IS 'Greatest change of a unit''s points, either way, where the same groups are counted.';
COMMENT ON COLUMN audit.correction_check.is_due IS 'A rank, the counted groups or an entered figure changed, or points by at least what the plan says.';
COMMENT ON COLUMN audit.correction_check.groups_changed IS 'Units whose score would count other groups.';
COMMENT ON COLUMN audit.correction_check.entered_changed IS 'Frozen values that would be another because of figures that were entered.';
COMMENT ON COLUMN audit.correction_check.counted_sheet_id IS 'The last sheet that had been read by then; 0: none, or not known.';

CREATE TABLE audit.rendered_page (
    publication_id bigint PRIMARY KEY REFERENCES mart.publication,
    path text NOT NULL,
    page_hash text NOT NULL,
    rendered_at timestamptz NOT NULL
);
COMMENT ON TABLE audit.rendered_page IS 'The page made of each publication.';
