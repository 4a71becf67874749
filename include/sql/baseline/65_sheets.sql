-- Purpose:    what offices enter by sheets.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     tables, indexes, grants and comments.
-- Parameters: none.
-- Rerun:      run once, when a warehouse is new.

CREATE TABLE audit.sheet (
    sheet_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (
        kind IN ('targets', 'manual_figures', 'portal_figures', 'objections', 'objection_decisions',
        'form_confirmations', 'form_signatures', 'recipients', 'outages')
    ),
    file_name text NOT NULL,
    content_hash text NOT NULL CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    received_at timestamptz NOT NULL,
    status text NOT NULL CHECK (status IN ('accepted', 'refused', 'superseded')),
    row_count integer NOT NULL CHECK (row_count >= 0),
    error_text text,
    UNIQUE (kind, content_hash),
    CONSTRAINT refused_keeps_nothing CHECK (status <> 'refused' OR row_count = 0),
    CONSTRAINT refused_tells_why CHECK ((status = 'refused') = (error_text IS NOT NULL))
);
COMMENT ON TABLE audit.sheet IS 'Sheets that were handed in, one row a content: the same content again is the same sheet.';
COMMENT ON COLUMN audit.sheet.sheet_id IS 'Numbers sheets in the order in which they came; of two that say something of the same key the later one counts.';
COMMENT ON COLUMN audit.sheet.kind IS 'The folder it lay in: targets, manual_figures, portal_figures, objections, objection_decisions, form_confirmations, form_signatures, recipients, outages.';
COMMENT ON COLUMN audit.sheet.file_name IS 'Name of the file in which the content was first seen.';
COMMENT ON COLUMN audit.sheet.content_hash IS 'SHA-256 of the file, hexadecimal.';
COMMENT ON COLUMN audit.sheet.received_at IS 'The business clock of the run that first saw the content.';
COMMENT ON COLUMN audit.sheet.status IS 'accepted: at least one of its rows counts; superseded: later sheets say something else of all its keys; refused: has errors, nothing of it is kept.';
COMMENT ON COLUMN audit.sheet.row_count IS 'Rows kept of it.';
COMMENT ON COLUMN audit.sheet.error_text IS 'What is wrong with a refused sheet, in Vietnamese, one line an error.';

CREATE TABLE core.figure (
    figure_code text PRIMARY KEY,
    name_vi text NOT NULL,
    value_unit text NOT NULL CHECK (value_unit IN ('percent', 'count', 'points', 'rank')),
    definition_vi text NOT NULL,
    is_of_province boolean NOT NULL DEFAULT FALSE,
    instead_of text
);
COMMENT ON TABLE core.figure IS 'Figures that no feed carries, so that offices enter them by hand.';
COMMENT ON COLUMN core.figure.figure_code IS 'What it counts, as indicators are named.';
COMMENT ON COLUMN core.figure.name_vi IS 'Vietnamese name; sheets may say it instead of the code.';
COMMENT ON COLUMN core.figure.value_unit IS 'percent, count, points or rank.';
COMMENT ON COLUMN core.figure.definition_vi IS 'What is counted, and where the office finds it.';
COMMENT ON COLUMN core.figure.is_of_province IS 'What the province enters counts for each of its communes that entered nothing of its own.';
COMMENT ON COLUMN core.figure.instead_of IS 'Measure that counts the same from dossiers: what a unit entered stands in its place in every indicator, for all sectors together; null: none does.';

CREATE TABLE core.target (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    scope_kind text NOT NULL CHECK (scope_kind IN ('unit', 'unit_kind', 'area', 'all')),
    scope_code text NOT NULL,
    scope_id integer,
    sector_code text NOT NULL DEFAULT '*',
    indicator_code text NOT NULL,
    period_kind text NOT NULL DEFAULT '*',
    valid_from date NOT NULL,
    valid_to date,
    comparator text NOT NULL CHECK (comparator IN ('>=', '<=', '=')),
    value numeric NOT NULL CHECK (value >= 0),
    value_unit text NOT NULL CHECK (value_unit IN ('percent', 'count', 'points', 'rank')),
    document text NOT NULL CHECK (document <> ''),
    clause text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('assigned', 'own')),
    scheme_code text NOT NULL DEFAULT '',
    PRIMARY KEY (sheet_id, row_no),
    CONSTRAINT one_value_a_clause UNIQUE (
        sheet_id, scope_kind, scope_code, sector_code, indicator_code, scheme_code, period_kind, valid_from,
        document, clause
    ),
    CHECK (scheme_code = '' OR value_unit IN ('points', 'rank')),
    CONSTRAINT all_needs_no_code CHECK ((scope_kind = 'all') = (scope_code = '*')),
    CONSTRAINT ends_after_it_begins CHECK (valid_from <= valid_to),
    CONSTRAINT percent_is_at_most_100 CHECK (value_unit <> 'percent' OR value <= 100),
    CONSTRAINT scope_has_its_id CHECK ((scope_kind IN ('unit', 'area')) = (scope_id IS NOT NULL))
);
COMMENT ON TABLE core.target IS 'Targets (chỉ tiêu) as documents set them, every version of every sheet; mart.target has those that count.';
COMMENT ON COLUMN core.target.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.target.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.target.scope_kind IS 'Whom it is set for: one unit, a kind of units, the units of an area, all.';
COMMENT ON COLUMN core.target.scope_code IS 'Code of the unit or area, the kind of unit, * for all.';
COMMENT ON COLUMN core.target.scope_id IS 'unit_id or area_id: what the code meant on valid_from.';
COMMENT ON COLUMN core.target.sector_code IS 'Sector (lĩnh vực); * for all sectors together.';
COMMENT ON COLUMN core.target.indicator_code IS 'Indicator of mart.indicator; total_score and rank for the total of a ranking and the place in it.';
COMMENT ON COLUMN core.target.period_kind IS 'Kind of period whose value is measured against it; * for any.';
COMMENT ON COLUMN core.target.valid_from IS 'First day.';
COMMENT ON COLUMN core.target.valid_to IS 'Last day, inclusive; null: until another document.';
COMMENT ON COLUMN core.target.comparator IS 'How the value has to stand to the target: >=, <= or =.';
COMMENT ON COLUMN core.target.value IS 'The target in value_unit: 98 for 98 percent.';
COMMENT ON COLUMN core.target.value_unit IS 'percent, count, points or rank.';
COMMENT ON COLUMN core.target.document IS 'Number and name of the document that sets it.';
COMMENT ON COLUMN core.target.clause IS 'Place in the document; part of the key, since a document may carry two values for one indicator. Empty where it has none.';
COMMENT ON COLUMN core.target.origin IS 'assigned: set from above; own: the unit''s own.';
COMMENT ON COLUMN core.target.scheme_code IS 'Scheme by which points and ranks are meant; empty for a target of an indicator''s value, and where a sheet of before named none, which is judged against no ranking.';

CREATE TABLE core.manual_figure (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    period_id text NOT NULL CHECK (period_id ~ '^[a-z0-9_]+:\d{4}-\d{2}-\d{2}:\d{4}-\d{2}-\d{2}$'),
    figure_code text NOT NULL REFERENCES core.figure,
    value numeric CHECK (value >= 0),
    null_reason text CHECK (null_reason <> ''),
    document text NOT NULL CHECK (document <> ''),
    entered_by_post text NOT NULL CHECK (entered_by_post <> ''),
    PRIMARY KEY (sheet_id, row_no),
    CONSTRAINT one_value_a_period UNIQUE (sheet_id, unit_id, period_id, figure_code),
    CONSTRAINT no_data_has_its_reason CHECK ((value IS NULL) = (null_reason IS NOT NULL))
);
COMMENT ON TABLE core.manual_figure IS 'Figures entered by hand, every version of every sheet; mart.manual_figure has those that count. 0 is a figure; no data is null with a reason; a cell left empty is no row.';
COMMENT ON COLUMN core.manual_figure.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.manual_figure.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.manual_figure.unit_id IS 'Unit that the figure is of: what its code meant on the last day of the period.';
COMMENT ON COLUMN core.manual_figure.period_id IS 'kind:first day:last day.';
COMMENT ON COLUMN core.manual_figure.figure_code IS 'What is counted.';
COMMENT ON COLUMN core.manual_figure.value IS 'The figure in the unit of core.figure; null: the office says that there is no data.';
COMMENT ON COLUMN core.manual_figure.null_reason IS 'Why there is no data, in the office''s words.';
COMMENT ON COLUMN core.manual_figure.document IS 'Report or book in which the figure stands.';
COMMENT ON COLUMN core.manual_figure.entered_by_post IS 'Post (chức danh) of who entered it, never a name.';
CREATE INDEX manual_figure_by_key ON core.manual_figure (unit_id, period_id, figure_code);

CREATE TABLE core.portal_figure (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    unit_id integer NOT NULL REFERENCES core.unit,
    period_id text NOT NULL CHECK (period_id ~ '^(month|quarter|year):\d{4}-\d{2}-\d{2}:\d{4}-\d{2}-\d{2}$'),
    indicator_code text NOT NULL,
    numerator numeric CHECK (numerator >= 0),
    denominator numeric CHECK (denominator >= 0),
    points numeric CHECK (points >= 0),
    taken_at timestamptz NOT NULL,
    PRIMARY KEY (sheet_id, row_no),
    CONSTRAINT one_figure_a_look UNIQUE (sheet_id, unit_id, period_id, indicator_code, taken_at),
    CONSTRAINT says_something CHECK (num_nonnulls(numerator, denominator, points) > 0)
);
COMMENT ON TABLE core.portal_figure IS 'What the National Public Service Portal shows, copied by an office, every version of every sheet; mart.portal_figure has those that count.';
COMMENT ON COLUMN core.portal_figure.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.portal_figure.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.portal_figure.unit_id IS 'Unit that the figure is of: what its code meant on the last day of the period.';
COMMENT ON COLUMN core.portal_figure.period_id IS 'Calendar month, quarter or year, as the portal shows: kind:first day:last day.';
COMMENT ON COLUMN core.portal_figure.indicator_code IS 'Indicator of mart.indicator that the portal''s figure is held against.';
COMMENT ON COLUMN core.portal_figure.numerator IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN core.portal_figure.denominator IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN core.portal_figure.points IS 'As shown; null where the portal shows none.';
COMMENT ON COLUMN core.portal_figure.taken_at IS 'When the office saw it there.';
CREATE INDEX portal_figure_by_key ON core.portal_figure (unit_id, period_id, indicator_code);

CREATE TABLE core.outage (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    system text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz,
    document text NOT NULL,
    PRIMARY KEY (sheet_id, row_no),
    CHECK (until >= since)
);
COMMENT ON TABLE core.outage IS 'Announced outages of systems (sự cố), every version of every sheet; core.valid_outage has those that count.';
COMMENT ON COLUMN core.outage.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.outage.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.outage.system IS 'interlinked, civil_status, residence, insurance, vneid or benefits.';
COMMENT ON COLUMN core.outage.since IS 'From when the system was out.';
COMMENT ON COLUMN core.outage.until IS 'From when it worked again; null: not yet. The same moment as since takes the outage back.';
COMMENT ON COLUMN core.outage.document IS 'The announcement of the system''s owner.';

CREATE TABLE core.recipient (
    sheet_id bigint NOT NULL REFERENCES audit.sheet,
    row_no integer NOT NULL,
    scope_kind text NOT NULL CHECK (scope_kind IN ('unit', 'area')),
    scope_code text NOT NULL,
    scope_id integer NOT NULL,
    channel text NOT NULL CHECK (channel IN ('mail', 'webhook')),
    address text NOT NULL CHECK (address <> ''),
    wants text NOT NULL CHECK (wants IN ('rankings', 'alerts', 'operations')),
    is_active boolean NOT NULL,
    PRIMARY KEY (sheet_id, row_no),
    UNIQUE (sheet_id, scope_kind, scope_code, channel, address, wants)
);
COMMENT ON TABLE core.recipient IS 'Recipients (nơi nhận), every version of every sheet; core.valid_recipient has those that count.';
COMMENT ON COLUMN core.recipient.sheet_id IS 'The sheet that said so.';
COMMENT ON COLUMN core.recipient.row_no IS 'Row of the sheet, its heading being row 1.';
COMMENT ON COLUMN core.recipient.scope_kind IS 'For a unit, or for an area.';
COMMENT ON COLUMN core.recipient.scope_code IS 'Code of the unit or area.';
COMMENT ON COLUMN core.recipient.scope_id IS 'Its id.';
COMMENT ON COLUMN core.recipient.channel IS 'mail or webhook.';
COMMENT ON COLUMN core.recipient.address IS 'Mail box of an office, never of a person; of a webhook the name of its connection, whose address and secret are in the environment.';
COMMENT ON COLUMN core.recipient.wants IS 'rankings: publications of the area; alerts: the lists of a unit, the digest of an area; operations: troubles of the pipeline.';
COMMENT ON COLUMN core.recipient.is_active IS 'False: receives nothing any more.';

CREATE TABLE core.form_folding (
    area_code text NOT NULL,
    figure text NOT NULL CHECK (
        figure IN ('resolved_no_due_date', 'in_progress_no_due_date', 'paused', 'withdrawn', 'refused', 'stopped')
    ),
    printed_as text CHECK (
        printed_as IN ('resolved_early', 'resolved_on_time', 'resolved_overdue', 'in_progress_within',
        'in_progress_overdue')
    ),
    valid_from date NOT NULL DEFAULT '2018-01-01',
    PRIMARY KEY (area_code, figure, valid_from)
);
COMMENT ON TABLE core.form_folding IS 'Columns that a province counts into a column of the printed form II.06a, with a footnote; what is not listed is printed beside it. Stored figures never are.';
COMMENT ON COLUMN core.form_folding.area_code IS 'The province.';
COMMENT ON COLUMN core.form_folding.figure IS 'Column of mart.form_ii06a that the printed form has no column for.';
COMMENT ON COLUMN core.form_folding.printed_as IS 'Column that it is added to; null: printed beside the form again.';
COMMENT ON COLUMN core.form_folding.valid_from IS 'Periods that end on this day or later are printed so, up to the next row of the figure.';
