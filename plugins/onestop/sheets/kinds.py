"""The kinds of sheets: their columns with the headings that offices write, in the order of the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from onestop import words

GUIDE = words.text("sheet_guide.name")
"""The worksheet of a template that explains it; nothing is read from it."""

KindName = Literal[
    "targets",
    "manual_figures",
    "portal_figures",
    "objections",
    "objection_decisions",
    "form_confirmations",
    "form_signatures",
    "recipients",
    "outages",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: English name; stands for the heading too.
        heading: Vietnamese heading.
        explanation: what to write, in Vietnamese, for the template.
        example: a valid cell.
        is_optional: the column may be missing, and its cells may be empty.
        may_be_empty: its cells may be empty, the column must be there.
        choices: the words that a drop-down offers.
    """

    name: str
    heading: str
    explanation: str
    example: str
    is_optional: bool = False
    may_be_empty: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sheet.

    Attributes:
        name: of the folder and in ``audit.sheet``.
        title: Vietnamese name, of the worksheet too.
        template_name: file name of the template.
        columns: by their place in the template.
        key: the columns that identify a row; a later sheet replaces rows of the same key.
        statement: the file that inserts its rows.
        touching: the files that check whether rows affect cases, and that mark those cases as touched; None if rows
            of this kind affect none.
    """

    name: KindName
    title: str
    template_name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    statement: str
    touching: tuple[str, str] | None = None

    def column(self, name: str) -> Column:
        """Return the column of this English name."""
        return next(column for column in self.columns if column.name == name)


def _column(
    name: str,
    texts: Mapping[str, str],
    *,
    is_optional: bool = False,
    may_be_empty: bool = False,
    choices: Mapping[str, str] | None = None,
) -> Column:
    return Column(
        name,
        texts["heading"],
        texts["explanation"],
        texts["example"],
        is_optional,
        may_be_empty,
        tuple((choices or {}).values()),
    )


_UNIT = (
    _column("unit_code", words.table("sheet_column.unit_code")),
    _column("unit_name", words.table("sheet_column.unit_name"), is_optional=True),
)
_DOCUMENT = _column("document", words.table("sheet_column.document"))

TARGETS = Kind(
    "targets",
    words.text("sheet_title.targets"),
    "mau-chi-tieu-giao.xlsx",
    (
        _column("scope_kind", words.table("sheet_targets.scope_kind")),
        _column("scope_code", words.table("sheet_targets.scope_code"), may_be_empty=True),
        _column("sector_code", words.table("sheet_targets.sector_code"), is_optional=True),
        _column("indicator_code", words.table("sheet_targets.indicator_code")),
        _column("scheme_code", words.table("sheet_targets.scheme_code"), is_optional=True),
        _column("period_kind", words.table("sheet_targets.period_kind"), is_optional=True),
        _column("valid_from", words.table("sheet_targets.valid_from")),
        _column("valid_to", words.table("sheet_targets.valid_to"), is_optional=True),
        _column("comparator", words.table("sheet_targets.comparator")),
        _column("value", words.table("sheet_targets.value")),
        _column("value_unit", words.table("sheet_targets.value_unit")),
        _DOCUMENT,
        _column("clause", words.table("sheet_targets.clause"), may_be_empty=True),
        _column("origin", words.table("sheet_targets.origin")),
    ),
    (
        *("scope_kind", "scope_code", "sector_code", "indicator_code", "scheme_code", "period_kind"),
        *("valid_from", "document", "clause"),
    ),
    "sheets/insert_targets.sql",
)

MANUAL_FIGURES = Kind(
    "manual_figures",
    words.text("sheet_title.manual_figures"),
    "mau-so-lieu-nhap-tay.xlsx",
    (
        *_UNIT,
        _column("period_id", words.table("sheet_manual_figures.period_id")),
        _column("figure_code", words.table("sheet_manual_figures.figure_code")),
        _column("value", words.table("sheet_manual_figures.value"), may_be_empty=True),
        _column("null_reason", words.table("sheet_manual_figures.null_reason"), is_optional=True),
        _DOCUMENT,
        _column("entered_by_post", words.table("sheet_manual_figures.entered_by_post")),
    ),
    ("unit_code", "period_id", "figure_code"),
    "sheets/insert_manual_figures.sql",
)

PORTAL_FIGURES = Kind(
    "portal_figures",
    words.text("sheet_title.portal_figures"),
    "mau-so-lieu-tren-cong.xlsx",
    (
        *_UNIT,
        _column("period_id", words.table("sheet_portal_figures.period_id")),
        _column("indicator_code", words.table("sheet_portal_figures.indicator_code")),
        _column("numerator", words.table("sheet_portal_figures.numerator"), may_be_empty=True),
        _column("denominator", words.table("sheet_portal_figures.denominator"), may_be_empty=True),
        _column("points", words.table("sheet_portal_figures.points"), is_optional=True),
        _column("taken_at", words.table("sheet_portal_figures.taken_at")),
    ),
    ("unit_code", "period_id", "indicator_code", "taken_at"),
    "sheets/insert_portal_figures.sql",
)

_OBJECTED = (
    _column("publication_id", words.table("sheet_objected.publication_id")),
    *_UNIT,
    _column("indicator_code", words.table("sheet_objected.indicator_code")),
    _column("dossier_code", words.table("sheet_objected.dossier_code")),
)
_OBJECTED_KEY = ("publication_id", "unit_code", "indicator_code", "dossier_code")

OBJECTIONS = Kind(
    "objections",
    words.text("sheet_title.objections"),
    "mau-kien-nghi-dieu-chinh.xlsx",
    (
        *_OBJECTED,
        # For the person who fills in the sheet; these are not read.
        _column("procedure_vi", words.table("sheet_objections.procedure_vi"), is_optional=True),
        _column("received_vi", words.table("sheet_objections.received_vi"), is_optional=True),
        _column("due_vi", words.table("sheet_objections.due_vi"), is_optional=True),
        _column("finished_vi", words.table("sheet_objections.finished_vi"), is_optional=True),
        _column("why_vi", words.table("sheet_objections.why_vi"), is_optional=True),
        _column(
            "cause_code", words.table("sheet_objections.cause_code"), may_be_empty=True, choices=words.table("cause")
        ),
        _column("evidence", words.table("sheet_objections.evidence"), may_be_empty=True),
        _column("filed_by_post", words.table("sheet_objections.filed_by_post"), may_be_empty=True),
    ),
    _OBJECTED_KEY,
    "sheets/insert_objections.sql",
)

OBJECTION_DECISIONS = Kind(
    "objection_decisions",
    words.text("sheet_title.objection_decisions"),
    "mau-ket-luan-kien-nghi.xlsx",
    (
        *_OBJECTED,
        _column("cause_vi", words.table("sheet_objection_decisions.cause_vi"), is_optional=True),
        _column("evidence", words.table("sheet_objection_decisions.evidence"), is_optional=True),
        _column(
            "is_accepted",
            words.table("sheet_objection_decisions.is_accepted"),
            may_be_empty=True,
            choices=words.table("objection"),
        ),
        _column("reason", words.table("sheet_objection_decisions.reason"), may_be_empty=True),
        _column("decided_by_post", words.table("sheet_objection_decisions.decided_by_post"), may_be_empty=True),
    ),
    _OBJECTED_KEY,
    "sheets/insert_objection_decisions.sql",
)

_REPORTED = (
    *_UNIT,
    _column("period_id", words.table("sheet_reported.period_id")),
    _column("basis", words.table("sheet_reported.basis"), is_optional=True),
)

FORM_CONFIRMATIONS = Kind(
    "form_confirmations",
    words.text("sheet_title.form_confirmations"),
    "mau-xac-nhan-bieu.xlsx",
    (
        *_REPORTED,
        _column("confirmed_by_post", words.table("sheet_form_confirmations.confirmed_by_post")),
    ),
    ("unit_code", "period_id", "basis"),
    "sheets/insert_form_confirmations.sql",
)

FORM_SIGNATURES = Kind(
    "form_signatures",
    words.text("sheet_title.form_signatures"),
    "mau-ky-bieu.xlsx",
    (
        *_REPORTED,
        _column("document_number", words.table("sheet_form_signatures.document_number")),
        _column("document_date", words.table("sheet_form_signatures.document_date")),
        _column("signed_by_post", words.table("sheet_form_signatures.signed_by_post")),
    ),
    ("unit_code", "period_id", "basis"),
    "sheets/insert_form_signatures.sql",
)

RECIPIENTS = Kind(
    "recipients",
    words.text("sheet_title.recipients"),
    "mau-noi-nhan.xlsx",
    (
        _column("scope_kind", words.table("sheet_recipients.scope_kind")),
        _column("scope_code", words.table("sheet_recipients.scope_code")),
        _column("channel", words.table("sheet_recipients.channel")),
        _column("address", words.table("sheet_recipients.address")),
        _column("wants", words.table("sheet_recipients.wants")),
        _column("is_active", words.table("sheet_recipients.is_active"), is_optional=True),
    ),
    ("scope_kind", "scope_code", "channel", "address", "wants"),
    "sheets/insert_recipients.sql",
)

OUTAGES = Kind(
    "outages",
    words.text("sheet_title.outages"),
    "mau-su-co-he-thong.xlsx",
    (
        _column("system", words.table("sheet_outages.system")),
        _column("since", words.table("sheet_outages.since")),
        _column("until", words.table("sheet_outages.until"), may_be_empty=True),
        _DOCUMENT,
    ),
    ("system", "since"),
    "sheets/insert_outages.sql",
    ("sheets/has_cases_of_outages.sql", "sheets/touch_cases_of_outages.sql"),
)

KINDS = (
    TARGETS,
    MANUAL_FIGURES,
    PORTAL_FIGURES,
    OBJECTIONS,
    OBJECTION_DECISIONS,
    FORM_CONFIRMATIONS,
    FORM_SIGNATURES,
    RECIPIENTS,
    OUTAGES,
)
