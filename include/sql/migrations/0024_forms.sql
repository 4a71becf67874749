-- Purpose:    how form II.06a is printed, confirmed and signed.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     core.form_folding, mart.form_confirmation, mart.confirmed_form, mart.form_signature, audit.sheet.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

CREATE TABLE core.form_folding (
    area_code text NOT NULL,
    figure text NOT NULL CHECK (
        figure IN (
            'resolved_no_due_date', 'in_progress_no_due_date', 'paused', 'withdrawn', 'refused', 'stopped'
        )
    ),
    printed_as text NOT NULL CHECK (
        printed_as IN (
            'resolved_early', 'resolved_on_time', 'resolved_overdue', 'in_progress_within', 'in_progress_overdue'
        )
    ),
    PRIMARY KEY (area_code, figure)
);
COMMENT ON TABLE core.form_folding IS 'Columns that a province counts into a column of the printed form II.06a, with a footnote; what is not listed is printed beside it. Stored figures never are.';
COMMENT ON COLUMN core.form_folding.area_code IS 'The province.';
COMMENT ON COLUMN core.form_folding.figure IS 'Column of mart.form_ii06a that the printed form has no column for.';
COMMENT ON COLUMN core.form_folding.printed_as IS 'Column that it is added to.';

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
    LIKE mart.form_ii06a INCLUDING CONSTRAINTS,
    PRIMARY KEY (form_id, sector_code)
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

ALTER TABLE audit.sheet DROP CONSTRAINT sheet_kind_check;
ALTER TABLE audit.sheet ADD CONSTRAINT sheet_kind_check CHECK (
    kind IN (
        'targets', 'manual_figures', 'portal_figures', 'objections', 'objection_decisions', 'form_confirmations',
        'form_signatures'
    )
);
COMMENT ON COLUMN audit.sheet.kind IS 'The folder it lay in: targets, manual_figures, portal_figures, objections, objection_decisions, form_confirmations, form_signatures.';
