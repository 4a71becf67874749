"""The mail about rankings: the figures of the reader's own units first, then the head and the tail of each ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from onestop import words
from onestop.deliver.letters import Letter, Mail, Table, grouped
from onestop.words import labels

Row = Mapping[str, Any]

AT_EACH_END = 5
"""So many units a mail names at the top, at the bottom, and of those that moved most."""
NAMED = 3
"""So many indicators a card names of each kind."""
_UNIT = words.text("column.unit")


@dataclass(frozen=True, slots=True)
class Card:
    """The figures of a unit of the reader.

    Attributes:
        unit: its name.
        place: its rank among how many.
        move: how the rank moved; empty without a rank before.
        lines: each with its name and its text.
        link: the page of the unit.
    """

    unit: str
    place: str
    move: str
    lines: Sequence[tuple[str, str]]
    link: str


@dataclass(frozen=True, slots=True)
class Section:
    """What the mail says of one ranking.

    Attributes:
        letter: title, paragraphs and tables.
        cards: the reader's own units in it.
        period: the period, as the subject names it.
        status: preliminary, official or corrected, as the subject names it.
    """

    letter: Letter
    cards: Sequence[Card]
    period: str
    status: str

    @property
    def subject(self) -> str:
        """The subject line: the reader's own rank, otherwise which ranking it is."""
        if not self.cards:
            return self.letter.title
        first, *others = self.cards
        place = " ".join((first.place, self.period))
        standing = ", ".join(filter(None, (place, first.move)))
        line = words.text("ranking_mail.subject", unit=first.unit, standing=standing, status=self.status)
        return words.text("ranking_mail.and_units", subject=line, count=len(others)) if others else line


@dataclass(frozen=True, slots=True)
class RankingMail(Mail):
    """The content of a mail about one ranking or several."""

    template: ClassVar[str] = "ranking"

    sections: Sequence[Section]

    @property
    def title(self) -> str:
        """The subject line: that of the first ranking, and how many follow."""
        first, *others = self.sections
        if not others:
            return first.subject
        return words.text("ranking_mail.and_rankings", subject=first.subject, count=len(others))


def ranking_section(
    head: Row, rows: Sequence[Row], own: Sequence[Row], url: str, *, has_sheet: bool = False
) -> Section:
    """Return what a mail says of a ranking.

    Args:
        head: a row of ``deliver/read_announced_ranking.sql``.
        rows: rows of ``publish/read_ranking.sql``.
        own: rows of ``deliver/read_own_figures.sql``; empty for a reader who has no unit in it.
        url: the page of the ranking.
        has_sheet: the sheets of objections go with the mail.
    """
    by_code = {row["unit_code"]: row for row in rows}
    cards = [
        _card(by_code[unit_code], rows, items, f"{url.removesuffix('index.html')}don-vi/{unit_code}.html")
        for (unit_code,), items in grouped(own, "unit_code").items()
    ]
    return Section(
        _letter(head, rows, url, has_sheet=has_sheet), cards, _inside_sentence(labels.period(head)), labels.status(head)
    )


def _inside_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]


def _card(row: Row, rows: Sequence[Row], items: Sequence[Row], link: str) -> Card:
    together = sum(other["rank"] is not None and other["groups_left_out"] == row["groups_left_out"] for other in rows)
    place = (
        words.text("ranking_mail.not_ranked")
        if row["rank"] is None
        else words.text("ranking_mail.place", rank=labels.whole(row["rank"]), among=labels.whole(together))
    )
    return Card(row["unit_name"], place, _move(row), list(_lines(row, items)), link)


def _move(row: Row) -> str:
    if None in (row["rank"], row["previous_rank"]):
        return ""
    moved = row["previous_rank"] - row["rank"]
    name = "up" if moved > 0 else "down" if moved < 0 else "level"
    return words.table("ranking_mail_move")[name].format(count=labels.whole(abs(moved)))


def _lines(row: Row, items: Sequence[Row]) -> Iterable[tuple[str, str]]:
    """Return the lines of a card; what did not happen has none."""
    if row["rank"] is None:
        yield words.text("column.reason"), row["unranked_reason"]
    if row["score"] is not None:
        change = row["score_change"]
        score = labels.score(row)
        yield words.text("column.score"), score if change is None else f"{score} ({_signed(change)})"
    lost = [item for item in items if item["points_lost"]]
    if lost:
        yield words.text("ranking_mail.lost_most"), _named(lost, "points_lost")
    recoverable = [item for item in items if item["points_recoverable"]]
    if recoverable:
        recoverable.sort(key=lambda item: -item["points_recoverable"])
        yield words.text("ranking_mail.recoverable"), _named(recoverable, "points_recoverable")
    moved = [item for item in items if item["points_change"]]
    for name, sign in ((words.text("ranking_mail.won_most"), 1), (words.text("ranking_mail.fell_most"), -1)):
        found = sorted((item for item in moved if item["points_change"] * sign > 0), key=_size, reverse=True)
        if found:
            yield name, _changes(found)


def _size(item: Row) -> Any:
    return abs(item["points_change"])


def _signed(change: Any) -> str:
    return f"{'▲' if change > 0 else '▼' if change < 0 else '='} {labels.decimal(abs(change))}"


def _named(items: Sequence[Row], name: str) -> str:
    return "; ".join(
        words.text("ranking_mail.points_of", indicator=item["indicator_vi"], points=labels.decimal(item[name]))
        for item in items[:NAMED]
    )


def _changes(items: Sequence[Row]) -> str:
    return "; ".join(f"{item['indicator_vi']} {_signed(item['points_change'])}" for item in items[:NAMED])


def _letter(head: Row, rows: Sequence[Row], url: str, *, has_sheet: bool) -> Letter:
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
    if has_sheet:
        opening.append(words.text("ranking_mail.objections"))
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
