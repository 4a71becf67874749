"""The messages: a ranking, a list of dossiers that need attention, the digest of an area, troubles of the pipeline."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Engine

from onestop import words
from onestop.deliver.apology import apology_letter
from onestop.deliver.channels import Attachment, DeliveryError, Message
from onestop.deliver.letters import Letter, Table
from onestop.stack.clock import LOCAL
from onestop.stack.database import run, transaction
from onestop.stack.settings import Settings
from onestop.words import labels

Row = Mapping[str, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AT_EACH_END = 5
"""Units that a mail names at the top, at the bottom, and among those that moved most."""
MOST_LETTERS = 5
"""Letters of apology that go with one mail; the internal page has the rest."""
_TO_APOLOGISE = {"last_moment_to_apologise", "overdue", "overdue_long"}
_UNIT = words.text("column.unit")
_DOSSIER = (
    words.text("column.dossier_code"),
    words.text("column.procedure"),
    words.text("column.due_at"),
    words.text("alert_mail.holder"),
    words.text("column.since"),
    words.text("alert_mail.notes"),
)


def compose(engine: Engine, settings: Settings, subject_kind: str, subject_id: int) -> Message:
    """Return the message about a publication, an alert list or a list of troubles.

    Args:
        engine: the warehouse.
        settings: where the pages are.
        subject_kind: of ``audit.delivery``.
        subject_id: number of the publication or list.

    Raises:
        NoResultFound: there is nothing of this number.
        WarehouseError: a statement failed.
    """
    return _COMPOSERS[subject_kind](engine, settings, subject_id)


def _rows(engine: Engine, path: str, **which: int) -> list[Row]:
    with transaction(engine) as connection:
        return [dict(row) for row in run(connection, path, which).mappings()]


def _one(engine: Engine, path: str, **which: int) -> Row:
    with transaction(engine) as connection:
        return dict(run(connection, path, which).mappings().one())


def _ranking(engine: Engine, settings: Settings, publication_id: int) -> Message:
    head = _one(engine, "deliver/read_announced_ranking.sql", publication_id=publication_id)
    rows = _rows(engine, "publish/read_ranking.sql", publication_id=publication_id)
    url = settings.page_url(head["path"])
    letter = _ranking_letter(head, rows, url)
    name = f"bang-xep-hang-{head['period_id'].replace(':', '_')}-v{head['version']}.xlsx"
    workbook = _workbook(settings, head["path"])
    data = _ranking_data(head, rows, url)
    return _message("ranking.published", head["published_at"], letter, data, [Attachment(name, workbook, XLSX)])


def _workbook(settings: Settings, path: str) -> bytes:
    """Return the workbook that the public site offers, so that everybody has the same bytes."""
    workbook = settings.workbook_beside(path)
    try:
        return workbook.read_bytes()
    except FileNotFoundError:
        msg = f"there is no {workbook}: what sends mails needs the folder of the public site (ONESTOP_SITE)"
        raise DeliveryError(msg) from None


def _ranking_letter(head: Row, rows: Sequence[Row], url: str) -> Letter:
    ranked = [row for row in rows if row["rank"] is not None]
    unranked = [row for row in rows if row["rank"] is None]
    # Units are ranked among those whose scores leave out the same groups.
    together = _grouped(ranked, "left_out_vi").values()
    tables = [table for rows in together for table in _rank_tables(rows)]
    tables += [
        _rank_table(words.text("ranking_mail.moved"), _moved_most(ranked)),
        Table(
            words.text("column.unranked"),
            (_UNIT, words.text("column.reason")),
            [(row["unit_name"], row["unranked_reason"]) for row in unranked],
        ),
    ]
    status, area = labels.status(head), head["area_name"]
    start, end = labels.date(head["period_start"]), labels.date(head["period_end"])
    opening = [
        words.text("ranking_mail.what", start=start, end=end, scheme=head["scheme_name"]),
        words.text("ranking_mail.version", version=head["version"], status=status, reason=head["reason"]),
        words.text(
            "ranking_mail.counts",
            moment=labels.moment(head["data_as_of"]),
            ranked=labels.whole(len(ranked)),
            unranked=labels.whole(len(unranked)),
        ),
    ]
    opening += [
        words.text("ranking_mail.left_out", count=labels.whole(len(rows)), left_out=labels.left_out(rows[0]))
        for rows in together
        if rows[0]["left_out_vi"]
    ]
    return Letter(
        words.text(
            "ranking_mail.title", period=labels.period(head), area=area, status=status, scheme=head["scheme_name"]
        ),
        words.text("ranking_mail.to", area=area),
        opening,
        tables,
        [(words.text("ranking_mail.link"), url)],
    )


def _rank_tables(ranked: Sequence[Row]) -> list[Table]:
    """Return the first and the last of units that are ranked among each other; all of them where they are few."""

    def heading(text: str) -> str:
        said = labels.left_out(ranked[0])
        return words.text("ranking_mail.of_group", heading=text, left_out=said) if said else text

    if len(ranked) <= 2 * AT_EACH_END:
        return [_rank_table(heading(words.text("ranking_mail.all")), ranked)]
    return [
        _rank_table(heading(words.text("ranking_mail.first", count=AT_EACH_END)), ranked[:AT_EACH_END]),
        _rank_table(heading(words.text("ranking_mail.last", count=AT_EACH_END)), ranked[-AT_EACH_END:]),
    ]


def _rank_table(heading: str, rows: Iterable[Row]) -> Table:
    columns = (
        _UNIT,
        words.text("column.rank"),
        words.text("column.previous_rank"),
        words.text("column.movement"),
        words.text("column.score"),
    )
    return Table(
        heading,
        columns,
        [
            (
                row["unit_name"],
                labels.whole(row["rank"]),
                labels.whole(row["previous_rank"]),
                labels.movement(row),
                labels.score(row),
            )
            for row in rows
        ],
    )


def _moved_most(ranked: Sequence[Row]) -> list[Row]:
    moved = [row for row in ranked if row["previous_rank"] not in (None, row["rank"])]
    return sorted(moved, key=lambda row: -abs(row["previous_rank"] - row["rank"]))[:AT_EACH_END]


def _ranking_data(head: Row, rows: Sequence[Row], url: str) -> Row:
    names = (
        *("publication_id", "area_code", "area_name", "period_id", "period_kind", "period_start", "period_end"),
        *("scheme_code", "version", "status", "reason", "data_as_of", "published_at"),
    )
    unit = (
        *("unit_code", "unit_name", "rank", "previous_rank", "score", "max_points", "groups_left_out", "grade"),
        "unranked_reason",
    )
    units = [_plain({name: row[name] for name in unit}) for row in rows]
    return {**_plain({name: head[name] for name in names}), "url": url, "units": units}


def _alerts(engine: Engine, settings: Settings, list_id: int) -> Message:
    head = _one(engine, "deliver/read_alert_list.sql", list_id=list_id)
    items = _rows(engine, "deliver/read_alert_items.sql", list_id=list_id)
    if head["kind"] == "digest":
        counts = _rows(engine, "deliver/read_alert_counts.sql", list_id=list_id)
        url = settings.internal_page_url()
        letter, letters = _digest_letter(head, items, counts, url), []
    else:
        counts = []
        url = settings.internal_page_url(f"don-vi/{head['code']}.html")
        letters = _apologies(items)
        letter = _list_letter(head, items, len(letters), url)
    return _message("alerts.listed", head["as_of"], letter, _alert_data(head, items, counts, url), letters)


def _list_letter(head: Row, items: Sequence[Row], letters: int, url: str) -> Letter:
    new = [item for item in items if item["what"] == "new"]
    ended = [item for item in items if item["what"] == "resolved"]
    tables = [
        Table(
            words.text("alert_mail.of_level", level=level, count=labels.whole(len(found))),
            _DOSSIER,
            [_dossier(item) for item in found],
            action,
        )
        for (level, action), found in _grouped(new, "level_vi", "action_vi").items()
    ]
    tables.append(
        Table(
            words.text("alert_mail.ended", count=labels.whole(len(ended))),
            (*_DOSSIER[:2], words.text("alert_mail.told_level"), words.text("alert_mail.outcome")),
            [(item["dossier_code"], _known(item, "procedure_name"), item["level_vi"], _ending(item)) for item in ended],
        )
    )
    opening = [words.text("alert_mail.opening", moment=labels.moment(head["as_of"]))]
    if not new:
        opening.append(words.text("alert_mail.nothing_new"))
    if head["open_before"]:
        opening.append(words.text("alert_mail.open_before", count=labels.whole(head["open_before"])))
    if letters:
        opening.append(words.text("alert_mail.apologies", count=letters))
    name = head["name"]
    kind = words.table("alert_list")[head["kind"]]
    title = words.text("alert_mail.title", list=kind, name=name, count=labels.whole(len(new)))
    return Letter(title, words.text("mail.to", name=name), opening, tables, [(words.text("alert_mail.link"), url)])


def _digest_letter(head: Row, items: Sequence[Row], counts: Sequence[Row], url: str) -> Letter:
    columns = (_UNIT, *_DOSSIER)
    by_kind = {what: [item for item in items if item["what"] == what] for what in ("escalated", "worst")}
    total = sum(row["open"] for row in counts)
    tables = [
        _count_table(counts),
        Table(
            words.text("digest_mail.escalated", count=labels.whole(len(by_kind["escalated"]))),
            columns,
            [(_known(item, "unit_name"), *_dossier(item)) for item in by_kind["escalated"]],
            words.text("digest_mail.escalated_action"),
        ),
        Table(
            words.text("digest_mail.worst"),
            columns,
            [(_known(item, "unit_name"), *_dossier(item)) for item in by_kind["worst"]],
        ),
    ]
    name, count = head["name"], labels.whole(total)
    opening = [words.text("digest_mail.opening", moment=labels.moment(head["as_of"]), count=count)]
    title = words.text("digest_mail.title", name=name, count=count)
    return Letter(title, words.text("mail.to", name=name), opening, tables, [(words.text("mail.internal_site"), url)])


def _count_table(counts: Sequence[Row]) -> Table:
    """Return open alerts, a row a unit and a column a level that occurs."""
    levels = {row["level"]: row["level_vi"] for row in sorted(counts, key=lambda row: row["ordinal"])}
    rows = []
    for (_, name), found in _grouped(counts, "unit_code", "unit_name").items():
        open_by_level = {row["level"]: row["open"] for row in found}
        figures = [open_by_level.get(level, 0) for level in levels]
        rows.append((name, *map(labels.whole, figures), labels.whole(sum(figures))))
    columns = (_UNIT, *levels.values(), words.text("digest_mail.all_levels"))
    return Table(words.text("digest_mail.by_unit"), columns, rows)


def _grouped(rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def _dossier(item: Row) -> tuple[str, ...]:
    """Return the cells of a dossier as it was told."""
    told = item["told"]
    step = words.table("step").get(told.get("step") or "")
    holder = ", ".join(filter(None, (told.get("holding_unit_name"), step)))
    return (
        item["dossier_code"],
        _known(item, "procedure_name"),
        _due(told),
        holder or "–",
        _moment(told.get("holding_since")),
        "; ".join(_notes(told)) or "–",
    )


def _due(told: Row) -> str:
    """Return until when; to the minute where the procedure counts hours or the dossier has to be accepted first."""
    if told.get("accept_by") and not told.get("received_at"):
        return words.text("alert_mail.accept_by", moment=_moment(told["accept_by"]))
    if not told.get("due_at"):
        return words.text("column.no_due_date")
    return _moment(told["due_at"]) if told.get("is_same_day") else _date(told["due_at"])


def _notes(told: Row) -> Iterable[str]:
    if told.get("working_days_overdue") is not None:
        yield words.text("alert_mail.days_overdue", count=labels.whole(told["working_days_overdue"]))
    if told.get("extension_count"):
        yield words.text("alert_mail.extended", count=told["extension_count"])
    if told.get("apology_issued_at"):
        yield words.text("alert_mail.apologised", day=_date(told["apology_issued_at"]))
    elif told.get("apology_deadline") and told["apology_deadline"] >= told["as_of"][:10]:
        yield words.text("alert_mail.apologise_by", day=_date(told["apology_deadline"]))
    if told.get("supplement_rounds"):
        yield words.text("alert_mail.supplements", count=told["supplement_rounds"])


def _known(item: Row, name: str) -> str:
    return str(item["told"].get(name) or "–")


def _ending(item: Row) -> str:
    endings = words.table("alert_ending")
    return endings.get(item["ended_because"], endings["resolved"])


def _moment(text: str | None) -> str:
    return labels.moment(dt.datetime.fromisoformat(text)) if text else "–"


def _date(text: str) -> str:
    """Return the local day of a moment or day as JSON has it."""
    if len(text) == len("2026-03-05"):
        return labels.date(dt.date.fromisoformat(text))
    return labels.date(dt.datetime.fromisoformat(text).astimezone(LOCAL))


def _apologies(items: Sequence[Row]) -> list[Attachment]:
    """Return a letter for each dossier whose last moment it is, or that is newly overdue, and has none yet."""
    wanting = {
        item["dossier_code"]: item["told"]
        for item in items
        if item["what"] == "new" and item["level"] in _TO_APOLOGISE and not item["told"].get("apology_issued_at")
    }
    return [
        Attachment(
            f"phieu-xin-loi-{re.sub('[^A-Za-z0-9.-]', '_', code)}.docx",
            apology_letter({**told, "dossier_code": code}),
            DOCX,
        )
        for code, told in list(wanting.items())[:MOST_LETTERS]
    ]


def _alert_data(head: Row, items: Sequence[Row], counts: Sequence[Row], url: str) -> Row:
    names = ("what", "level", "source_id", "dossier_code", "raised_at", "ended_because", "told")
    return {
        **_plain({name: head[name] for name in ("list_id", "kind", "as_of", "open_before", "code", "name")}),
        "url": url,
        "items": [_plain({name: item[name] for name in names}) for item in items],
        "counts": [_plain({name: row[name] for name in ("unit_code", "level", "open")}) for row in counts],
    }


def _troubles(engine: Engine, settings: Settings, list_id: int) -> Message:
    rows = _rows(engine, "deliver/read_trouble_list.sql", list_id=list_id)
    as_of = rows[0]["as_of"]
    url = settings.internal_page_url()
    names = ("kind", "subject", "is_gone", "detail", "advice", "opened_at")
    items = [_plain({name: row[name] for name in names}) for row in rows]
    data = {"list_id": list_id, "as_of": as_of.isoformat(), "url": url, "items": items}
    return _message("troubles.changed", as_of, _trouble_letter(rows, url), data)


def _trouble_letter(rows: Sequence[Row], url: str) -> Letter:
    new = [row for row in rows if not row["is_gone"]]
    gone = [row for row in rows if row["is_gone"]]
    which, since = (words.text("trouble_mail.trouble"), words.text("trouble_mail.subject")), words.text("column.since")
    advice = words.table("trouble_advice")
    tables = [
        Table(
            words.text("trouble_mail.new", count=labels.whole(len(new))),
            (*which, words.text("trouble_mail.detail"), words.text("trouble_mail.advice"), since),
            [(*_trouble(row), row["detail"], advice[row["kind"]], labels.moment(row["opened_at"])) for row in new],
        ),
        Table(
            words.text("trouble_mail.gone", count=labels.whole(len(gone))),
            (*which, since),
            [(*_trouble(row), labels.moment(row["opened_at"])) for row in gone],
        ),
    ]
    return Letter(
        words.text("trouble_mail.title", new=labels.whole(len(new)), gone=labels.whole(len(gone))),
        words.text("trouble_mail.to"),
        [words.text("trouble_mail.opening", moment=labels.moment(rows[0]["as_of"]))],
        tables,
        [(words.text("mail.internal_site"), url)],
    )


def _trouble(row: Row) -> tuple[str, str]:
    """Return what kind of trouble it is, and what it is about."""
    return words.table("trouble")[row["kind"]], row["subject"]


def _message(event: str, at: dt.datetime, letter: Letter, data: Row, attachments: Sequence[Attachment] = ()) -> Message:
    return Message(event, at, letter.title, letter.text(), letter.html(), data, attachments)


def _plain(row: Row) -> dict[str, Any]:
    """Return values as JSON has them: days and moments in ISO form, figures as numbers."""
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    match value:
        case dt.date():
            return value.isoformat()
        case Decimal():
            return float(value)
    return value


_COMPOSERS: dict[str, Callable[[Engine, Settings, int], Message]] = {
    "publication": _ranking,
    "alert_list": _alerts,
    "trouble_list": _troubles,
}
