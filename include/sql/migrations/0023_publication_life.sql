-- Purpose:    the life of a publication: preliminary, objections, official, corrections; when each is due, and what was
--             looked at.
-- Grain:      see the comment of each table.
-- Reads:      nothing.
-- Writes:     mart.publication_plan, audit.correction_check, core.objection_cause, core.objection, core.objection_decision,
--             audit.sheet.
-- Parameters: none.
-- Rerun:      run once, recorded by the migration tool.

ALTER TABLE mart.publication_plan ADD COLUMN objection_days smallint NOT NULL DEFAULT 2 CHECK (objection_days >= 0);
ALTER TABLE mart.publication_plan ADD COLUMN correction_days smallint NOT NULL DEFAULT 10 CHECK (correction_days > 0);
ALTER TABLE mart.publication_plan ADD COLUMN correction_points numeric NOT NULL DEFAULT 0.5 CHECK (correction_points > 0);
ALTER TABLE mart.publication_plan ADD COLUMN corrected_for interval NOT NULL DEFAULT '1 year';
COMMENT ON COLUMN mart.publication_plan.objection_days IS 'Working days after the day of the preliminary version on which units may object; the official one is due the day after, once every objection is decided.';
COMMENT ON COLUMN mart.publication_plan.correction_days IS 'Working days over which changes are collected before it is looked whether a correction is due.';
COMMENT ON COLUMN mart.publication_plan.correction_points IS 'A correction goes out if a rank changed, or points by at least so many.';
COMMENT ON COLUMN mart.publication_plan.corrected_for IS 'How long after the end of its period a publication is corrected.';

CREATE TABLE audit.correction_check (
    publication_id bigint NOT NULL REFERENCES mart.publication,
    checked_on date NOT NULL,
    publish_seq bigint NOT NULL,
    ranks_changed integer NOT NULL,
    points_changed numeric NOT NULL,
    is_due boolean NOT NULL,
    PRIMARY KEY (publication_id, checked_on)
);
COMMENT ON TABLE audit.correction_check IS 'Each cut-off at which it was looked whether an official publication needs a correction, and what had changed by then.';
COMMENT ON COLUMN audit.correction_check.publication_id IS 'The latest version at that time.';
COMMENT ON COLUMN audit.correction_check.checked_on IS 'Day of the business clock.';
COMMENT ON COLUMN audit.correction_check.publish_seq IS 'The publish sequence that the measures had.';
COMMENT ON COLUMN audit.correction_check.ranks_changed IS 'Units whose rank, or whether they are ranked, would be another.';
COMMENT ON COLUMN audit.correction_check.points_changed IS 'Greatest change of a unit''s points, either way.';
COMMENT ON COLUMN audit.correction_check.is_due IS 'A rank changed, or points by at least what the plan says.';

CREATE TABLE core.objection_cause (
    cause_code text PRIMARY KEY,
    ordinal smallint NOT NULL UNIQUE,
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

ALTER TABLE audit.sheet DROP CONSTRAINT sheet_kind_check;
ALTER TABLE audit.sheet ADD CONSTRAINT sheet_kind_check
CHECK (kind IN ('targets', 'manual_figures', 'portal_figures', 'objections', 'objection_decisions'));
COMMENT ON COLUMN audit.sheet.kind IS 'The folder it lay in: targets, manual_figures, portal_figures, objections, objection_decisions.';
