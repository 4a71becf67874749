"""The messages: a ranking, a list of dossiers that need attention, the digest of an area, troubles of the pipeline."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Engine

from onestop import words
from onestop.config.settings import Settings
from onestop.deliver import alert_letters, morning_mail
from onestop.deliver.channels import Attachment, DeliveryError, Message
from onestop.deliver.letters import Letter, Table, grouped
from onestop.deliver.ranking_mail import RankingMail, Section, ranking_section
from onestop.warehouse.database import run, transaction
from onestop.words import labels

Row = Mapping[str, Any]

ObjectionSheet = Callable[[Engine, int, str], bytes]
"""Makes the sheet for the objections of a unit (code) to a ranking (number)."""

# A message goes to many receivers, one after the other.
_MESSAGES_KEPT = 8
_RANKINGS_KEPT = 20

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Composer:
    """Makes messages; what is the same for several readers is read once."""

    def __init__(self, engine: Engine, settings: Settings, objection_sheet: ObjectionSheet | None = None) -> None:
        """Take the warehouse, where the pages are, and what makes the sheet for a unit's objections to a ranking."""
        self._engine, self._settings, self._objection_sheet = engine, settings, objection_sheet
        self._read = functools.lru_cache(_RANKINGS_KEPT)(self._read_ranking)
        self._compose = functools.lru_cache(_MESSAGES_KEPT)(functools.partial(compose, engine, settings))

    def message(self, subject_kind: str, subject_ids: Sequence[int], mail_box: str | None) -> Message:
        """Return the message about one subject, or about several rankings for one mail box.

        Args:
            subject_kind: of ``audit.delivery``.
            subject_ids: numbers of the publications or lists; several only of publications.
            mail_box: who reads it; none for a webhook, which gets the same as all others.

        Raises:
            NoResultFound: there is nothing of such a number.
            DeliveryError: the workbook of a ranking is not there.
            WarehouseError: a statement failed.
        """
        if mail_box is None or subject_kind != "publication":
            (subject_id,) = subject_ids
            return self._compose(subject_kind, subject_id)
        found = [self._section(publication_id, mail_box) for publication_id in subject_ids]
        # What is about the reader comes first.
        found.sort(key=lambda each: not each[0].cards)
        mail = RankingMail([section for section, _ in found])
        attachments = [file for _, files in found for file in files]
        at = max(self._read(publication_id)[0]["published_at"] for publication_id in subject_ids)
        return Message("ranking.published", at, mail.title, mail.text(), mail.html(), {}, attachments)

    def _section(self, publication_id: int, mail_box: str) -> tuple[Section, list[Attachment]]:
        """Return what a mail says of a ranking, and its files; the sheets of objections only while it is open."""
        head, rows, workbook = self._read(publication_id)
        which = {"publication_id": publication_id, "address": mail_box}
        own = _rows(self._engine, "deliver/read_own_figures.sql", **which)
        sheets = []
        if self._objection_sheet and head["status"] == "preliminary":
            sheets = [
                Attachment(
                    f"kien-nghi-{publication_id}-{unit_code}.xlsx",
                    self._objection_sheet(self._engine, publication_id, unit_code),
                    XLSX,
                )
                for (unit_code,) in grouped(own, "unit_code")
            ]
        url = self._settings.page_url(head["path"])
        return ranking_section(head, rows, own, url, has_sheet=bool(sheets)), [workbook, *sheets]

    def _read_ranking(self, publication_id: int) -> tuple[Row, Sequence[Row], Attachment]:
        head = _one(self._engine, "deliver/read_announced_ranking.sql", publication_id=publication_id)
        rows = _rows(self._engine, "publish/read_ranking.sql", publication_id=publication_id)
        name = f"bang-xep-hang-{head['period_id'].replace(':', '_')}-v{head['version']}.xlsx"
        return head, rows, Attachment(name, _workbook(self._settings, head["path"]), XLSX)


def compose(engine: Engine, settings: Settings, subject_kind: str, subject_id: int) -> Message:
    """Return the message about a publication, an alert list or a list of troubles, the same for all readers.

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


def _rows(engine: Engine, path: str, **which: Any) -> list[Row]:
    with transaction(engine) as connection:
        return [dict(row) for row in run(connection, path, which).mappings()]


def _one(engine: Engine, path: str, **which: int) -> Row:
    with transaction(engine) as connection:
        return dict(run(connection, path, which).mappings().one())


def _ranking(engine: Engine, settings: Settings, publication_id: int) -> Message:
    head = _one(engine, "deliver/read_announced_ranking.sql", publication_id=publication_id)
    rows = _rows(engine, "publish/read_ranking.sql", publication_id=publication_id)
    url = settings.page_url(head["path"])
    letter = ranking_section(head, rows, (), url).letter
    return _message("ranking.published", head["published_at"], letter, _ranking_data(head, rows, url))


def _workbook(settings: Settings, path: str) -> bytes:
    """Return the workbook of the public site, so that all readers get the same bytes."""
    workbook = settings.workbook_beside(path)
    try:
        return workbook.read_bytes()
    except FileNotFoundError:
        msg = f"there is no {workbook}: what sends mails needs the folder of the public site (ONESTOP_SITE)"
        raise DeliveryError(msg) from None


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
