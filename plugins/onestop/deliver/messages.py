"""The messages: a ranking, a list of dossiers that need attention, the digest of an area, troubles of the pipeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Engine

from onestop import words
from onestop.config.settings import Settings
from onestop.deliver import alert_letters, morning_mail
from onestop.deliver.channels import Attachment, DeliveryError, Message
from onestop.deliver.letters import Letter, Table, grouped
from onestop.warehouse.database import run, transaction
from onestop.words import labels

Row = Mapping[str, Any]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_EACH_END = 5
"""So many units a mail names at the top, at the bottom, and of those that moved most."""
_UNIT = words.text("column.unit")


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
    """Return the workbook of the public site, so that all readers get the same bytes."""
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
    together = grouped(ranked, "left_out_vi").values()
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
        left_out = labels.left_out(ranked[0])
        return words.text("ranking_mail.of_group", heading=text, left_out=left_out) if left_out else text

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
    units = [_json_row({name: row[name] for name in unit}) for row in rows]
    return {**_json_row({name: head[name] for name in names}), "url": url, "units": units}


def _alerts(engine: Engine, settings: Settings, list_id: int) -> Message:
    head = _one(engine, "deliver/read_alert_list.sql", list_id=list_id)
    items = _rows(engine, "deliver/read_alert_items.sql", list_id=list_id)
    counts = _rows(engine, "deliver/read_alert_counts.sql", list_id=list_id)
    letter: Letter | morning_mail.MorningMail
    if head["kind"] == "digest":
        url = settings.internal_page_url()
        letter = alert_letters.digest_letter(head, items, counts, url)
        letters: list[Attachment] = []
    else:
        url = settings.internal_page_url(f"don-vi/{head['code']}.html")
        letters = alert_letters.apologies(items)
        letter = morning_mail.list_letter(head, items, counts, len(letters), url)
    return _message("alerts.listed", head["as_of"], letter, _alert_data(head, items, counts, url), letters)


def _alert_data(head: Row, items: Sequence[Row], counts: Sequence[Row], url: str) -> Row:
    new = {(item["source_id"], item["dossier_code"]) for item in items if item["what"] == "new"}
    names = ("what", "level", "source_id", "dossier_code", "raised_at", "ended_because", "told")
    return {
        **_json_row({name: head[name] for name in ("list_id", "kind", "as_of", "open_before", "code", "name")}),
        "url": url,
        "items": [_json_row({name: item[name] for name in names}) for item in items],
        "new": len(new),
        **alert_letters.totals(counts),
        "counts": [_json_row({name: row[name] for name in ("unit_code", "level", "open", "held")}) for row in counts],
    }


def _troubles(engine: Engine, settings: Settings, list_id: int) -> Message:
    rows = _rows(engine, "deliver/read_trouble_list.sql", list_id=list_id)
    as_of = rows[0]["as_of"]
    url = settings.internal_page_url()
    names = ("kind", "subject", "is_gone", "detail", "advice", "opened_at")
    items = [_json_row({name: row[name] for name in names}) for row in rows]
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


def _message(
    event: str,
    at: dt.datetime,
    letter: Letter | morning_mail.MorningMail,
    data: Row,
    attachments: Sequence[Attachment] = (),
) -> Message:
    return Message(event, at, letter.title, letter.text(), letter.html(), data, attachments)


def _json_row(row: Row) -> dict[str, Any]:
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
