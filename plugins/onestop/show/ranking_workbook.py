"""The workbook of a ranking: ranks, values, lost points, forms, overdue dossiers, a chart.

The workbook for offices lists the dossiers that need attention too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.engine import Connection, Engine

from onestop import words
from onestop.office.workbook import DATE, DECIMAL, MOMENT, PERCENT, WHOLE, Column, Row, add_table, workbook
from onestop.show.form_workbook import COLUMNS, MEMOS
from onestop.show.published import read_rows
from onestop.warehouse.database import transaction
from onestop.words import labels

FIGURES = (
    *(Column(name, f"{heading} {number.partition('=')[0]}", 11, WHOLE) for name, heading, number in COLUMNS),
    *(Column(name, heading, 11, WHOLE) for name, heading in MEMOS),
)
"""The columns of form II.06a and those beside it."""

NOTE = Column("footnote_vi", words.text("form.note_column"), 40)
"""What a column also includes, if a province counts something else in it."""

UNIT = Column("unit_name", words.text("column.unit"), 28)
LEFT_OUT = (
    Column("max_points", words.text("column.max_points"), 12, DECIMAL),
    Column("left_out", words.text("ranking_workbook.left_out"), 40),
)
"""Beside the total, if scores leave out groups."""
LOST = (
    UNIT,
    Column("indicator_vi", words.text("column.indicator"), 44),
    Column("max_points", words.text("column.max_points"), 11, DECIMAL),
    Column("points", words.text("column.points_reached"), 11, DECIMAL),
    Column("points_lost", words.text("column.points_lost"), 11, DECIMAL),
    Column("points_recoverable", words.text("column.points_recoverable"), 14, DECIMAL),
    Column("points_gone", words.text("column.points_gone"), 16, DECIMAL),
    Column("points_not_ours", words.text("column.points_not_ours"), 16, DECIMAL),
)
RAW = (
    UNIT,
    Column("indicator_vi", words.text("column.indicator"), 50),
    Column("numerator", words.text("column.numerator"), 14, WHOLE),
    Column("denominator", words.text("column.denominator"), 14, WHOLE),
    Column("no_value_vi", words.text("ranking_workbook.no_value"), 30),
)
NOTES = (
    Column("name", words.text("ranking_workbook.note_of"), 34),
    Column("text", words.text("ranking_workbook.note"), 90),
)
OVERDUE = (
    UNIT,
    Column("in_progress", words.text("ranking_workbook.overdue_in_progress"), 18, WHOLE),
    Column("elsewhere", words.text("ranking_workbook.overdue_elsewhere"), 18, WHOLE),
    Column("resolved", words.text("ranking_workbook.overdue_resolved"), 18, WHOLE),
    Column("by_others", words.text("ranking_workbook.overdue_by_others"), 18, WHOLE),
)
ATTENTION = (
    Column("unit_name", words.text("column.unit"), 20),
    Column("dossier_code", words.text("column.dossier_code"), 22),
    Column("procedure_vi", words.text("column.procedure"), 30),
    Column("level_vi", words.text("column.level"), 16),
    Column("received_at", words.text("column.received_at"), 11, DATE),
    Column("due_at", words.text("column.due_at"), 16, MOMENT),
    Column("due_original", words.text("column.due_original"), 11, DATE),
    Column("working_days_overdue", words.text("column.working_days_overdue"), 9, WHOLE),
    Column("holder_name", words.text("column.holder"), 20),
    Column("holding_since", words.text("ranking_workbook.holding_since"), 11, DATE),
    Column("step_vi", words.text("column.step"), 14),
    Column("extension_count", words.text("ranking_workbook.extension_count"), 8, WHOLE),
    Column("apology_issued_at", words.text("ranking_workbook.apology_issued_at"), 11, DATE),
    Column("apology_deadline", words.text("column.apology_deadline"), 11, DATE),
    Column("supplement_rounds", words.text("ranking_workbook.supplement_rounds"), 9, WHOLE),
    Column("cause_vi", words.text("column.delay_cause"), 20),
)
_RANKS = words.text("ranking_workbook.ranks")
BARS_ON_A_PAGE = 40
# So many rows of 20 points fill an upright A4 sheet.
ROWS_OF_A_PAGE = 48


class NoRankingError(LookupError):
    """There is no publication of this number."""


def ranking_workbook(engine: Engine, publication_id: int, *, is_internal: bool = False) -> bytes:
    """Return the workbook of a publication as XLSX; the same publication gives the same file.

    Args:
        engine: the warehouse.
        publication_id: number of the publication.
        is_internal: with the dossiers that need attention now, which no public page shows.

    Raises:
        NoRankingError: there is no such publication.
        WarehouseError: a statement failed.
    """
    with transaction(engine) as connection:
        head = next(iter(read_rows(connection, "show/read_ranking_head.sql", {"publication_id": publication_id})), None)
        if head is None:
            msg = f"there is no ranking number {publication_id}"
            raise NoRankingError(msg)
        groups, rows = _read_ranking(connection, publication_id)
        return workbook_of(connection, head, groups, rows, is_internal=is_internal)


def workbook_of(
    connection: Connection,
    head: Row,
    groups: Sequence[Row],
    ranking: Sequence[Row],
    *,
    is_internal: bool = False,
) -> bytes:
    """Return the workbook of a publication whose head and ranking were read already.

    Args:
        connection: an open transaction.
        head: a row of ``mart.publication_head``.
        groups: rows of ``show/read_groups.sql``.
        ranking: rows of ``publish/read_ranking.sql``.
        is_internal: with the dossiers that need attention now.

    Raises:
        WarehouseError: a statement failed.
    """
    parameters = {"publication_id": head["publication_id"]}
    columns, ranks = _build_table(groups, ranking)
    values = read_rows(connection, "show/read_values.sql", parameters)
    lost = words.text("ranking_workbook.lost")
    tables: list[tuple[str, str, Sequence[Column], Sequence[Row]]] = [
        (_RANKS, head["scheme_name"], columns, ranks),
        (words.text("column.indicator"), words.text("ranking_workbook.values_title"), *_by_indicator(values)),
        (lost, lost, LOST, read_rows(connection, "show/read_lost_points.sql", parameters)),
        (words.text("ranking_workbook.raw"), words.text("ranking_workbook.raw_title"), RAW, _raw_counts(values)),
    ]
    if head["is_overview"] and head["has_form"]:
        forms = read_rows(connection, "show/read_unit_forms.sql", parameters)
        totals = with_total([row for row in forms if row["sector_code"] == "*"])
        title = words.text("ranking_workbook.form_title", role=words.table("role")[head["basis"]])
        tables.append((words.text("ranking_workbook.form"), title, (UNIT, *form_columns(totals)), totals))
    if head["is_overview"]:
        overdue = read_rows(connection, "show/read_overdue_counts.sql", parameters)
        title = words.text("ranking_workbook.overdue_title")
        tables.append((words.text("ranking_workbook.overdue"), title, OVERDUE, overdue))
    if is_internal:
        dossiers = [with_labels(row) for row in read_rows(connection, "show/list_attention.sql", parameters)]
        title = _title_of_dossiers(dossiers)
        tables.append((words.text("ranking_workbook.attention"), title, ATTENTION, dossiers))
    notes = words.text("ranking_workbook.notes")
    tables.append((notes, notes, NOTES, _notes(head)))

    def fill(book: xlsxwriter.Workbook) -> None:
        for name, title, shown, rows in tables:
            headed = words.text("ranking_workbook.title", table=title, ranking=_ranking_title(head))
            # A total is no unit among others: its page is not sorted or filtered.
            has_filter = name not in (words.text("ranking_workbook.form"), notes)
            page = add_table(book, name, shown, rows, title=headed, has_filter=has_filter)
            _head_and_foot(page, head)
            if rows is ranks and head["is_overview"]:
                _add_chart(book, head, shown, ranks)

    return workbook(fill, created=head["published_at"])


def ranking_table(connection: Connection, publication_id: int) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    """Return columns and rows of a ranking, with a column for each group where there are several.

    Raises:
        WarehouseError: a statement failed.
    """
    return _build_table(*_read_ranking(connection, publication_id))


def _read_ranking(connection: Connection, publication_id: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    parameters = {"publication_id": publication_id}
    groups = read_rows(connection, "show/read_groups.sql", parameters)
    return groups, read_rows(connection, "publish/read_ranking.sql", parameters)


def _build_table(groups: Sequence[Row], rows: Sequence[Row]) -> tuple[tuple[Column, ...], list[dict[str, Any]]]:
    several = groups if len(groups) > 1 else []
    columns = (
        Column("rank", words.text("column.rank"), 10, WHOLE),
        Column("previous_rank", words.text("column.previous_rank"), 10, WHOLE),
        UNIT,
        Column("score", words.text("column.score"), 12, DECIMAL),
        Column("score_change", words.text("column.score_change"), 12, DECIMAL),
        *(LEFT_OUT if any(row["groups_left_out"] for row in rows) else ()),
        *([Column("grade", words.text("column.grade"), 14)] if any(row["grade"] for row in rows) else []),
        *(Column(group["group_code"], _group_heading(group), 16, DECIMAL) for group in several),
        Column("unranked_reason", words.text("column.unranked_reason"), 50),
    )
    return columns, [{**row, **(row["points_by_group"] or {}), "left_out": labels.left_out(row)} for row in rows]


def form_columns(forms: Sequence[Row]) -> tuple[Column, ...]:
    """Return the columns of form II.06a and those beside it, with one for notes where there are any."""
    return (*FIGURES, NOTE) if any(row.get("footnote_vi") for row in forms) else FIGURES


def with_total(forms: Sequence[Row]) -> list[Row]:
    """Return forms with a row that adds them up."""
    total = {column.name: sum(row[column.name] for row in forms) for column in FIGURES}
    return [*forms, {"unit_name": words.text("column.total"), **total}]


def with_labels(dossier: Row) -> dict[str, Any]:
    """Return a dossier that needs attention with the names of procedure, step and cause."""
    return {
        **dossier,
        "procedure_vi": dossier["procedure_name"] or dossier["procedure_code"],
        "step_vi": words.table("step").get(dossier["step"]),
        "cause_vi": words.table("cause").get(dossier["cause_code"]),
    }


def _group_heading(group: Row) -> str:
    name, points = group["name_vi"], labels.decimal(group["max_points"])
    if group["is_unresolved"]:
        return words.text("ranking_workbook.provisional_group", group=name, points=points)
    return words.text("ranking_workbook.group", group=name, points=points)


def _by_indicator(values: Sequence[Row]) -> tuple[list[Column], list[dict[str, Any]]]:
    """Return a row for each unit with a column for each indicator; a missing value is replaced by its reason."""
    columns = {row["indicator_code"]: _value_column(row) for row in values}
    units: dict[str | None, dict[str, Any]] = {}
    for row in values:
        unit = units.setdefault(row["unit_code"], {"unit_name": row["unit_name"]})
        reason = words.table("no_value")[row["null_reason"] or "external"]
        unit[row["indicator_code"]] = reason if row["value"] is None else row["value"]
    return [UNIT, *columns.values()], list(units.values())


def _raw_counts(values: Sequence[Row]) -> list[dict[str, Any]]:
    """Return what each value was counted from, a row for each unit and indicator."""
    reasons = words.table("no_value")
    return [{**row, "no_value_vi": reasons[row["null_reason"]] if row["null_reason"] else None} for row in values]


def _notes(head: Row) -> list[dict[str, str]]:
    """Return what is to be known for reading the workbook."""
    day = labels.date(head["period_end"])
    facts = {
        words.text("column.ranking"): head["scheme_name"],
        words.text("column.period"): labels.period(head),
        words.text("column.version"): words.text(
            "ranking_workbook.version", version=head["version"], status=labels.status(head), reason=head["reason"]
        ),
        words.text("ranking_workbook.cut_off"): words.text(
            "ranking_workbook.cut_off_at", day=day, moment=labels.moment(head["data_as_of"])
        ),
        **{words.table("column")[name]: text for name, text in words.table("ranking_workbook_note").items()},
    }
    return [{"name": name, "text": text} for name, text in facts.items()]


def _value_column(row: Row) -> Column:
    if row["unit_vi"] == "%":
        return Column(row["indicator_code"], row["indicator_vi"], 18, PERCENT)
    cells = WHOLE if row["value_kind"] == "count" else DECIMAL
    heading = words.text("ranking_workbook.value_in", indicator=row["indicator_vi"], unit=row["unit_vi"])
    return Column(row["indicator_code"], heading, 18, cells)


def _ranking_title(head: Row) -> str:
    period, status = labels.period(head), labels.status(head)
    return words.text("ranking_workbook.which", area=head["area_name"], period=period, status=status)


def _title_of_dossiers(dossiers: Sequence[Row]) -> str:
    if not dossiers:
        return words.text("ranking_workbook.attention_title")
    return words.text("ranking_workbook.attention_title_at", moment=labels.moment(dossiers[0]["as_of"]))


def _head_and_foot(page: Any, head: Row) -> None:
    """Print ranking, moment and page number on each sheet."""
    foot = words.text(
        "ranking_workbook.foot",
        number=head["publication_id"],
        version=head["version"],
        software=labels.software(head),
        day=labels.date(head["period_end"]),
        moment=labels.moment(head["data_as_of"]),
    )
    page.set_header("&R&8&P/&N")
    page.set_footer(f"&L&8{foot}")


def _add_chart(book: xlsxwriter.Workbook, head: Row, columns: Sequence[Column], ranks: Sequence[Row]) -> None:
    """Add a page of its own with the total scores as bars, the first on top; each chart fills an upright sheet."""
    page = book.add_worksheet(words.text("ranking_workbook.chart"))
    page.set_paper(9)  # A4
    page.set_portrait()
    page.set_column(0, 0, 80)
    page.set_margins(left=0.4, right=0.4)
    _head_and_foot(page, head)
    names, scores = (
        next(i for i, column in enumerate(columns) if column.name == name) for name in ("unit_name", "score")
    )
    ranked = sum(row["rank"] is not None for row in ranks)
    charts = range(0, ranked, BARS_ON_A_PAGE)
    title = words.text("ranking_workbook.chart_title", ranking=_ranking_title(head))
    for place, first in enumerate(charts):
        # Above the first row stand the title and the headings.
        top, bottom = 2 + first, 1 + min(first + BARS_ON_A_PAGE, ranked)
        chart = book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": words.text("column.score"),
                "categories": [_RANKS, top, names, bottom, names],
                "values": [_RANKS, top, scores, bottom, scores],
                "data_labels": {"value": True, "num_format": DECIMAL, "font": {"size": 8}},
                "gap": 40,
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"none": True})
        chart.set_x_axis({"min": 0, "num_format": "0", "major_gridlines": {"visible": True}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "interval_unit": 1})
        chart.set_size({"width": 560, "height": 120 + 20 * (bottom - top + 1)})
        page.insert_chart(place * ROWS_OF_A_PAGE, 0, chart)
    page.set_h_pagebreaks([place * ROWS_OF_A_PAGE for place in range(1, len(charts))])
    page.print_area(0, 0, max(1, len(charts)) * ROWS_OF_A_PAGE - 1, 0)
