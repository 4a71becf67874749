"""The letter of apology with a new day (form 04 of Circular 01/2018/TT-VPCP), filled in as far as the data go.

Names, the reason and the new day stay blank: names are not kept here, and a person decides the other two.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from onestop import words
from onestop.words import labels

FONT, SIZE = "Times New Roman", Pt(13)
_SHORT, _LONG, _LINE = "." * 12, "." * 40, "." * 110
_CENTRE, _BLOCK = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY


def apology_letter(dossier: Mapping[str, Any]) -> bytes:
    """Return the letter about a dossier as DOCX.

    Args:
        dossier: the dossier as it was when the alert list was made: a row of ``mart.overdue_dossier`` as JSON, with
            names; what is not known stays blank.
    """
    letter = docx.Document()
    _set_page(letter)
    if dossier.get("as_of"):
        # The file was created when the list was made; a document keeps the moment in UTC.
        made = dt.datetime.fromisoformat(dossier["as_of"]).astimezone(dt.UTC).replace(tzinfo=None)
        letter.core_properties.created = letter.core_properties.modified = made
    agency = str(dossier.get("unit_name") or _LONG)
    _head(letter, agency)
    _line(letter, words.text("apology.title"), bold=True, align=_CENTRE, before=18)
    _line(letter, words.text("apology.to", blank=_LONG * 2), align=_CENTRE, before=6)
    received, due = _moment(dossier.get("received_at")), _moment(dossier.get("due_at"))
    _line(letter, words.text("apology.received", agency=agency, moment=received), before=12)
    _line(letter, words.text("apology.dossier", code=dossier.get("dossier_code") or _LONG))
    _line(letter, words.text("apology.procedure", name=dossier.get("procedure_name") or _LINE))
    _line(letter, words.text("apology.due", moment=due))
    _line(letter, _what_happened(agency, dossier))
    _line(letter, words.text("apology.reason", blank=_LINE * 2))
    _line(letter, words.text("apology.apology", agency=agency))
    _line(letter, words.text("apology.new_due", blank=_SHORT), align=_CENTRE, before=6)
    _line(letter, words.text("apology.thanks"), before=6)
    _signature(letter)
    target = io.BytesIO()
    letter.save(target)
    return target.getvalue()


def _what_happened(agency: str, dossier: Mapping[str, Any]) -> str:
    if dossier.get("working_days_overdue") is not None:
        return words.text("apology.is_late", agency=agency)
    return words.text("apology.will_be_late", agency=agency)


def _moment(text: str | None) -> str:
    if text:
        return labels.moment(dt.datetime.fromisoformat(text))
    return words.text("apology.unknown_moment", blank=_SHORT)


def _set_page(letter: Document) -> None:
    """Set A4 with the margins and the font of administrative documents (Decree 30/2020/NĐ-CP)."""
    page = letter.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin = Cm(3), Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    style = letter.styles["Normal"]
    style.font.name, style.font.size = FONT, SIZE
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    language = style.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): "vi-VN"})
    style.element.get_or_add_rPr().append(language)
    letter.core_properties.title, letter.core_properties.author = words.text("apology.title"), ""
    letter.core_properties.language = "vi-VN"


def _head(letter: Document, agency: str) -> None:
    left, right = letter.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Cm(6.5), Cm(9.5)
    date = words.text("apology.place_and_date", place=_SHORT, day="." * 6, year="." * 8)
    _cell(left, (agency.upper(), True), (words.text("apology.number", blank=_SHORT), False))
    _cell(
        right,
        (words.text("apology.country"), True),
        (words.text("apology.motto"), True),
        (date, False),
    )


def _signature(letter: Document) -> None:
    _, right = letter.add_table(rows=1, cols=2).rows[0].cells
    _cell(right, ("", False), (words.text("apology.head"), True), (words.text("apology.signature"), False))


def _cell(cell: _Cell, *lines: tuple[str, bool]) -> None:
    for place, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.add_run(text).bold = bold
        _shape(paragraph, _CENTRE, 0)


def _line(
    letter: Document, text: str, *, bold: bool = False, align: WD_ALIGN_PARAGRAPH = _BLOCK, before: int = 4
) -> None:
    paragraph = letter.add_paragraph()
    paragraph.add_run(text).bold = bold
    _shape(paragraph, align, before)


def _shape(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH, before: int) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(0)
