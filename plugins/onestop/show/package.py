"""The workbook to sign: rankings, objections, forms, their continuity, and the state of the sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Engine

from onestop import words
from onestop.office.workbook import DECIMAL, WHOLE, Column, Row, add_table, print_on_a4, workbook
from onestop.show.published import read_rows
from onestop.show.ranking_workbook import UNIT, form_columns, ranking_table, with_total
from onestop.warehouse.clock import read_clock
from onestop.warehouse.database import transaction
from onestop.words import labels


class NothingPublishedError(LookupError):
    """No ranking of this area and period was published."""


OBJECTIONS = (
    Column("publication_id", words.text("signing_package.ranking_number"), 10, WHOLE),
    UNIT,
    Column("indicator_vi", words.text("column.indicator"), 36),
    Column("dossier_code", words.text("column.dossier_code"), 26),
    Column("cause_vi", words.text("column.cause"), 30),
    Column("evidence", words.text("column.evidence"), 26),
    Column("decision_vi", words.text("column.decision"), 18),
    Column("reason", words.text("column.reason"), 40),
    Column("points", words.text("signing_package.points_by_system"), 12, DECIMAL),
    Column("points_after", words.text("signing_package.points_after_explanation"), 12, DECIMAL),
)
FORMS = (
    UNIT,
    Column("state_vi", words.text("signing_package.form_state"), 18),
    Column("document_number", words.text("signing_package.document_number"), 16),
    Column("moved_vi", words.text("signing_package.moved"), 14),
)
CONTINUITY = (
    UNIT,
    Column("sector_vi", words.text("column.sector"), 28),
    Column("lines", words.text("signing_package.lines"), 10, WHOLE),
    Column("ended_with", words.text("signing_package.ended_with"), 14, WHOLE),
    Column("begins_with", words.text("signing_package.begins_with"), 14, WHOLE),
    Column("difference", words.text("signing_package.difference"), 12, WHOLE),
    Column("name_vi", words.text("signing_package.outcome"), 60),
)
SOURCES = (
    Column("source_id", words.text("column.source"), 22),
    Column("feed_vi", words.text("column.feed"), 30),
    Column("as_of_vi", words.text("signing_package.read_to"), 26),
    Column("pending", words.text("sources_table.pending"), 12, WHOLE),
    Column("held", words.text("signing_package.held"), 12, WHOLE),
    Column("quarantined", words.text("signing_package.refused_records"), 16, WHOLE),
)


def signing_package(engine: Engine, area_code: str, period_id: str) -> bytes:
    """Return the workbook of an area and period as XLSX.

    Raises:
        NothingPublishedError: nothing was published of them.
        WarehouseError: a statement failed.
    """
    parameters = {"area_code": area_code, "period_id": period_id}
    with transaction(engine) as connection:
        publications = read_rows(connection, "show/list_standing_publications.sql", parameters)
        if not publications:
            msg = f"no ranking of {area_code} was published for {period_id}"
            raise NothingPublishedError(msg)
        rankings = [
            (publication, *ranking_table(connection, publication["publication_id"])) for publication in publications
        ]
        objections = [_with_decision(row) for row in read_rows(connection, "show/read_objections.sql", parameters)]
        forms = [_with_state(row) for row in read_rows(connection, "show/read_area_forms.sql", parameters)]
        continuity = read_rows(connection, "show/read_continuity.sql", parameters)
        sources = [_with_labels(row) for row in read_rows(connection, "show/read_sources.sql")]
        created = read_clock(connection)

    def fill(book: xlsxwriter.Workbook) -> None:
        _cover(book, publications, sources)
        for number, (publication, columns, rows) in enumerate(rankings, start=1):
            add_table(
                book,
                words.text("signing_package.ranking", number=number),
                columns,
                rows,
                title=publication["scheme_name"],
            )
        title = words.text("signing_package.objections_title")
        add_table(book, words.text("signing_package.objections"), OBJECTIONS, objections, title=title)
        if forms:
            _forms(book, forms, continuity)
        title = words.text("signing_package.sources_title")
        add_table(book, words.text("signing_package.sources"), SOURCES, sources, title=title)

    return workbook(fill, created)


def _forms(book: xlsxwriter.Workbook, forms: Sequence[Row], continuity: Sequence[Row]) -> None:
    """Write the forms and their continuity; weeks and years to date have none."""
    title = words.text("ranking_workbook.form_title", role=words.table("role")[forms[0]["basis"]])
    columns = (*FORMS, *form_columns(forms))
    add_table(book, words.text("ranking_workbook.form"), columns, with_total(forms), title=title)
    title = words.text("signing_package.continuity_title")
    add_table(book, words.text("signing_package.continuity"), CONTINUITY, continuity, title=title)


def _with_state(row: dict[str, Any]) -> dict[str, Any]:
    moved = words.text("signing_package.has_moved") if row["has_moved"] else None
    return {**row, "state_vi": words.table("form_state")[row["state"]], "moved_vi": moved}


def _with_decision(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "decision_vi": labels.decision(row["is_accepted"])}


def _with_labels(row: dict[str, Any]) -> dict[str, Any]:
    read_to = labels.moment(row["as_of"]) if row["as_of"] else words.text("sources_table.not_read")
    return {**row, "feed_vi": labels.feed(row["feed"]), "as_of_vi": read_to}


def _describe(publication: Row) -> str:
    text = words.text(
        "signing_package.publication",
        number=publication["publication_id"],
        status=labels.status(publication),
        version=publication["version"],
        data_as_of=labels.moment(publication["data_as_of"]),
        published_at=labels.moment(publication["published_at"]),
        software=labels.software(publication),
        reason=publication["reason"],
        note=publication["scheme_note"],
    )
    return text.rstrip()


def _cover(book: xlsxwriter.Workbook, publications: Sequence[Row], sources: Sequence[Row]) -> None:
    page = book.add_worksheet(words.text("signing_package.cover"))
    bold = book.add_format({"bold": True, "font_size": 14})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    print_on_a4(page)
    first = publications[0]
    page.write_string(0, 0, words.text("signing_package.title"), bold)
    start, end = labels.date(first["period_start"]), labels.date(first["period_end"])
    period = words.text("signing_package.period", period=labels.period(first), start=start, end=end)
    lines = [
        (words.text("column.area"), first["area_name"]),
        (words.text("column.period"), period),
        (words.text("signing_package.cut_off"), words.text("signing_package.cut_off_at", day=end)),
        (words.text("signing_package.quarantined"), labels.whole(sum(row["quarantined"] for row in sources))),
        *((publication["scheme_name"], _describe(publication)) for publication in publications),
    ]
    for line, (name, value) in enumerate(lines, start=2):
        page.write_string(line, 0, name, text)
        page.write_string(line, 1, value, text)
        page.set_row(line, 15 * (1 + max(len(name) // 34, len(value) // 85)))
