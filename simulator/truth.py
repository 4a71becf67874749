"""What a correct count of the world must give: form II.06a and the on-time ranking.

Form II.06a (Biểu số II.06a/VPCP/KSTT) is the national report on dossiers received, resolved and in progress.
It is counted here without any cleverness: every happening is a flow on its local date, and the stock at the
end of a day is found by walking each dossier's life cycle up to that midnight. It reads life cycles, never
the records that are served.

A dossier counts for the commune that received it, and for the one that took that commune over; one that was never
received is in no column. An end that was reopened is none: the dossier was in progress all the time.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from enum import Enum, auto
from functools import cached_property
from pathlib import Path

from simulator import sheets
from simulator.arrivals import USUAL_YEAR, Month
from simulator.catalogue import Commune
from simulator.lifecycle import ENDS, Channel, Dossier, Happening, Moment, end_of
from simulator.localtime import SECONDS_PER_DAY, day_number
from simulator.planted import Planted, list_planted, quarantined_codes
from simulator.planting import plant, understood
from simulator.world import World

ALL_SECTORS = "*"


@dataclass(frozen=True, order=True)
class Period:
    """A range of days, both included."""

    start: date
    end: date

    @cached_property
    def days(self) -> tuple[int, int]:
        """Return the day numbers of the first and the last day."""
        return day_number(self.start), day_number(self.end)


@dataclass(slots=True)
class FormRow:
    """The columns of form II.06a, in numbers of dossiers.

    Carried over and in progress are stocks, at the end of the day before the period and of its last day; the
    rest are flows. A dossier always counts for the commune that received it, so none is transferred.
    """

    received_total: int = 0
    received_online: int = 0
    received_direct_postal: int = 0
    carried_over: int = 0
    resolved_total: int = 0
    resolved_early: int = 0
    resolved_on_time: int = 0
    resolved_overdue: int = 0
    resolved_no_due_date: int = 0
    in_progress_total: int = 0
    in_progress_within: int = 0
    in_progress_overdue: int = 0
    in_progress_no_due_date: int = 0
    paused: int = 0
    withdrawn: int = 0
    refused: int = 0
    stopped: int = 0
    transferred_in: int = 0
    transferred_out: int = 0

    def add(self, column: str) -> None:
        """Count one dossier in a column, and in the total that the column is part of."""
        setattr(self, column, getattr(self, column) + 1)
        if column.startswith(("received_", "carried_")):
            self.received_total += 1
        elif column.startswith("resolved_"):
            self.resolved_total += 1
        elif column.startswith("in_progress_") or column == "paused":
            self.in_progress_total += 1

    def check_balance(self) -> None:
        """ValueError unless what came in equals what went out or is still there."""
        out = self.resolved_total + self.withdrawn + self.refused + self.stopped + self.transferred_out
        if self.received_total + self.transferred_in != out + self.in_progress_total:
            raise ValueError(f"the form does not balance: {self}")


COLUMNS = tuple(field.name for field in fields(FormRow))

Form = dict[tuple[str, Period, str], FormRow]
"""By commune (``Commune.unit_key``), period, and sector code or ALL_SECTORS."""


def calendar_months(months: Sequence[Month] = USUAL_YEAR) -> list[Period]:
    """Return the months of data."""
    return [_months_from(year, month, 1) for year, month in months]


def calendar_quarters(months: Sequence[Month] = USUAL_YEAR) -> list[Period]:
    """Return the quarters that begin in the months of data."""
    return [_months_from(year, month, 3) for year, month in months if month % 3 == 1]


def report_quarters(months: Sequence[Month] = USUAL_YEAR) -> list[Period]:
    """Return the quarters of the reports, from the 15th to the 14th, that begin in the months of data."""
    quarters = (_months_from(year, month, 3) for year, month in months if month % 3 == 0)
    return [Period(each.start.replace(day=15), (each.end + timedelta(days=1)).replace(day=14)) for each in quarters]


def _months_from(year: int, month: int, count: int) -> Period:
    years, months = divmod(month - 1 + count, 12)
    return Period(date(year, month, 1), date(year + years, months + 1, 1) - timedelta(days=1))


def closed_periods(periods: Iterable[Period], clock: int) -> list[Period]:
    """Return the periods that are over at a reading of the clock (local seconds)."""
    return [period for period in periods if _end_of(period.days[1]) <= clock]


def count_form(
    world: World, periods: Sequence[Period], clock: int | None = None, without: Collection[str] = frozenset()
) -> Form:
    """Form II.06a as it can be known at a reading of the clock, the world's own by default.

    Every commune has a row per period for all sectors; sectors have rows where a column is not zero. Periods
    may overlap and may come in any order. Where records have defects, it counts what their right treatment
    gives (``defects``); ``without`` are codes of dossiers that are left out, such as those whose records are
    quarantined (``planted.quarantined_codes``).
    """
    clock = world.as_of if clock is None else clock
    planting = plant(world.dossiers, world.defects)
    communes = (*world.communes, *world.former_communes)
    form: Form = {(commune.unit_key, period, ALL_SECTORS): FormRow() for commune in communes for period in periods}
    for true in world.dossiers:
        dossier = understood(true, planting.dossier(true), clock)
        if dossier is None or dossier.code in without:
            continue
        for period, column in _contributions(dossier, periods, clock):
            for unit in counts_for(dossier.receiver_at(clock)):
                for sector in (ALL_SECTORS, dossier.procedure.sector_code):
                    form.setdefault((unit, period, sector), FormRow()).add(column)
    for row in form.values():
        row.check_balance()
    return form


def counts_for(commune: Commune) -> tuple[str, ...]:
    """In whose figures a commune's dossiers are: its own, and its successor's. Units by ``Commune.unit_key``."""
    return (commune.unit_key, *((commune.successor.unit_key,) if commune.successor else ()))


def _contributions(dossier: Dossier, periods: Sequence[Period], clock: int) -> Iterator[tuple[Period, str]]:
    moments = dossier.known_at(clock)
    received = next((moment for moment in moments if moment.what is Happening.RECEIVED), None)
    if received is None:
        return
    ended = end_of(moments)
    for period in periods:
        first, last = period.days
        if received.at >= _end_of(last) or (ended and ended.at < _end_of(first - 1)):
            continue  # Only to save time: outside its life a dossier is in no column.
        for column in _columns(dossier, moments, period):
            yield period, column


def _columns(dossier: Dossier, moments: tuple[Moment, ...], period: Period) -> Iterator[str]:
    first, last = period.days
    if _stock_at_end_of(first - 1, dossier, moments) is not _Stock.NONE:
        yield "carried_over"
    due, end = None, end_of(moments)
    for moment in moments:
        due = _due_after(moment, due)
        if moment.what in ENDS and moment is not end:
            continue
        if first <= moment.at // SECONDS_PER_DAY <= last:
            yield from _flow(moment, due, dossier)
    stock = _stock_at_end_of(last, dossier, moments)
    if stock is not _Stock.NONE:
        yield _STOCK_COLUMNS[stock]


def _due_after(moment: Moment, due: int | None) -> int | None:
    """Return the due date in force after a happening."""
    if moment.what in (Happening.RECEIVED, Happening.SUPPLEMENT_ANSWERED, Happening.EXTENDED):
        return moment.due
    return due


def _flow(moment: Moment, due: int | None, dossier: Dossier) -> Iterator[str]:
    match moment.what:
        case Happening.RECEIVED:
            online = dossier.channel is Channel.ONLINE
            yield "received_online" if online else "received_direct_postal"
        case Happening.FINISHED:
            yield _resolution(moment.at, due, in_hours=dossier.procedure.in_hours)
        case Happening.WITHDRAWN:
            yield "withdrawn"
        case Happening.REFUSED:
            yield "refused"
        case Happening.STOPPED:
            yield "stopped"


def _resolution(end: int, due: int | None, *, in_hours: bool) -> str:
    """Limits in hours are judged by the minute, limits in days by the date."""
    if due is None:
        return "resolved_no_due_date"
    unit = 60 if in_hours else SECONDS_PER_DAY
    ended, promised = end // unit, due // unit
    if ended == promised:
        return "resolved_on_time"
    return "resolved_early" if ended < promised else "resolved_overdue"


class _Stock(Enum):
    """What a dossier is at the end of a day."""

    NONE = auto()
    """Not received yet, or ended."""
    PAUSED = auto()
    """Waits for papers or for a payment."""
    NO_DUE_DATE = auto()
    WITHIN = auto()
    OVERDUE = auto()


_STOCK_COLUMNS = {
    _Stock.PAUSED: "paused",
    _Stock.NO_DUE_DATE: "in_progress_no_due_date",
    _Stock.WITHIN: "in_progress_within",
    _Stock.OVERDUE: "in_progress_overdue",
}


def _stock_at_end_of(day: int, dossier: Dossier, moments: tuple[Moment, ...]) -> _Stock:
    """Follow the life cycle up to 24:00 of a day; a dossier due on that very day is still within."""
    end = end_of(moments)
    received, waiting, due = False, None, None
    for moment in moments:
        if moment.at >= _end_of(day):
            break
        if moment is end:
            return _Stock.NONE
        received = received or moment.what is Happening.RECEIVED
        waiting = _waits_after(moment, waiting)
        due = _due_after(moment, due)
    if not received:
        return _Stock.NONE
    if waiting:
        return _Stock.PAUSED
    if due is None:
        return _Stock.NO_DUE_DATE
    overdue = due < _end_of(day) if dossier.procedure.in_hours else due // SECONDS_PER_DAY < day
    return _Stock.OVERDUE if overdue else _Stock.WITHIN


def _waits_after(moment: Moment, waiting: Happening | None) -> Happening | None:
    """Return what a dossier waits for after a happening; an end that is reopened ends no wait for papers."""
    if moment.what in (Happening.SUPPLEMENT_ASKED, Happening.PAYMENT_ASKED):
        return moment.what
    if moment.what in ENDS and waiting is Happening.SUPPLEMENT_ASKED:
        return waiting
    return None


def _end_of(day: int) -> int:
    """24:00 of a day, in local seconds."""
    return (day + 1) * SECONDS_PER_DAY


@dataclass(frozen=True, slots=True)
class RankingRow:
    """A commune's share of dossiers resolved in time, over all sectors.

    ``score`` is in hundredths of a percent, rounded half up; a commune that resolved nothing has neither
    score nor rank.
    """

    unit_code: str
    on_time_numerator: int
    on_time_denominator: int
    score: int | None
    rank: int | None


def rank_communes(form: Form, period: Period) -> list[RankingRow]:
    """Return the ranking of a period, highest score first; equal scores share a rank and push the next down."""
    scored = []
    for (unit_code, of_period, sector), row in form.items():
        if of_period == period and sector == ALL_SECTORS:
            scored.append((unit_code, row.resolved_early + row.resolved_on_time, row.resolved_total))
    scores = {unit: _score(numerator, denominator) for unit, numerator, denominator in scored}
    ranking = [
        RankingRow(unit, numerator, denominator, scores[unit], _rank(scores[unit], list(scores.values())))
        for unit, numerator, denominator in scored
    ]
    return sorted(ranking, key=lambda row: (row.rank is None, row.rank, row.unit_code))


def _score(numerator: int, denominator: int) -> int | None:
    return None if denominator == 0 else (20_000 * numerator + denominator) // (2 * denominator)


def _rank(score: int | None, scores: Iterable[int | None]) -> int | None:
    return None if score is None else 1 + sum(other > score for other in scores if other is not None)


def write_truth(world: World, directory: Path, clock: int | None = None) -> None:
    """Write form_ii06a.csv, form_ii06a_quarter.csv and ranking.csv for the periods closed at the clock.

    manual_figures.csv is the sheet that offices would hand in of every closed month and report quarter, recipients.csv
    the one that says who gets mails. The files leave out the dossiers whose records are quarantined. Where records have
    defects, defects.csv lists those that show at the clock.
    """
    directory.mkdir(parents=True, exist_ok=True)
    clock = world.as_of if clock is None else clock
    months = closed_periods(calendar_months(world.months), clock)
    quarters = closed_periods(calendar_quarters(world.months), clock)
    without = quarantined_codes(world)
    form = count_form(world, months, clock, without)
    _write_form(form, directory / "form_ii06a.csv")
    _write_form(count_form(world, quarters, clock, without), directory / "form_ii06a_quarter.csv")
    _write_ranking({month: rank_communes(form, month) for month in months}, directory / "ranking.csv")
    reports = closed_periods(report_quarters(world.months), clock)
    received = [(_month_name(month), _received(form, month)) for month in months]
    if reports:
        of_reports = count_form(world, reports, clock, without)
        received += [(_report_name(report), _received(of_reports, report)) for report in reports]
    _write(directory / "manual_figures.csv", sheets.ENTERED, sheets.list_entered(received))
    _write(directory / "recipients.csv", sheets.RECIPIENTS, sheets.list_recipients(world.communes))
    if world.defects:
        _write(directory / "defects.csv", Planted._fields, list_planted(world, clock))


def _month_name(month: Period) -> str:
    return f"Tháng {month.start.month}/{month.start.year}"


def _report_name(quarter: Period) -> str:
    """Return what a quarter of reports is called; the first of a year begins in the December before."""
    return f"Quý báo cáo {('I', 'II', 'III', 'IV')[quarter.end.month // 3 - 1]}/{quarter.end.year}"


def _received(form: Form, period: Period) -> list[tuple[str, int]]:
    """Return how many dossiers each commune received in a period, by the statistical code."""
    return [
        (unit, row.received_online + row.received_direct_postal)
        for (unit, counted, sector), row in sorted(form.items(), key=lambda item: item[0])
        if counted == period and sector == ALL_SECTORS
    ]


def _write_form(form: Form, path: Path) -> None:
    header = ("unit_code", "period_start", "period_end", "sector_code", *COLUMNS)
    rows = [
        (unit, period.start, period.end, sector, *astuple(row))
        for (unit, period, sector), row in sorted(form.items(), key=lambda item: item[0])
    ]
    _write(path, header, rows)


def _write_ranking(rankings: dict[Period, list[RankingRow]], path: Path) -> None:
    figures = ("on_time_numerator", "on_time_denominator", "score", "rank")
    header = ("unit_code", "period_start", "period_end", *figures)
    rows = [
        (
            row.unit_code,
            period.start,
            period.end,
            row.on_time_numerator,
            row.on_time_denominator,
            "" if row.score is None else f"{row.score // 100}.{row.score % 100:02}",
            "" if row.rank is None else row.rank,
        )
        for period, ranking in rankings.items()
        for row in ranking
    ]
    _write(path, header, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
