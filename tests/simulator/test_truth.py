"""The truth of hand-made worlds, whose figures a reader can count on fingers."""

import csv
from collections import Counter
from datetime import date, datetime
from itertools import count, pairwise
from pathlib import Path

import pytest

from simulator.catalogue import Commune, LimitUnit, Procedure
from simulator.lifecycle import Channel, Dossier, Happening, Moment, check_order
from simulator.localtime import VIETNAM, moment_of
from simulator.truth import (
    ALL_SECTORS,
    COLUMNS,
    FormRow,
    Period,
    calendar_months,
    calendar_quarters,
    closed_periods,
    count_form,
    rank_communes,
    write_truth,
)
from simulator.world import World

H = Happening
OCTOBER, NOVEMBER = (
    Period(date(2025, 10, 1), date(2025, 10, 31)),
    Period(date(2025, 11, 1), date(2025, 11, 30)),
)
COMMUNES = [Commune(f"1000{n}", f"Xã {n}", "rural", f"H57.32.0{n}", "20250701") for n in range(1, 6)]
IN_DAYS = Procedure("1.000001", "Theo ngày", "HT", "Hộ tịch", 3, LimitUnit.WORKING_DAYS)
IN_HOURS = Procedure("1.000002", "Theo giờ", "CT", "Chứng thực", 8, LimitUnit.HOURS)
NUMBERS = count(1)


def at(text: str) -> int:
    """Local seconds of ``[mm-]dd hh:mm[:ss]`` in 2025; October if no month is given."""
    text = text if text[2] == "-" else f"10-{text}"
    return moment_of(datetime.fromisoformat(f"2025-{text}").replace(tzinfo=VIETNAM))


def happens(what: Happening, when: str, due: str | None = None) -> Moment:
    return Moment(what, at(when), due and at(due))


def dossier(
    *moments: Moment, procedure: Procedure = IN_DAYS, channel: Channel = Channel.IN_PERSON, commune: int = 0
) -> Dossier:
    number = next(NUMBERS)
    return Dossier(f"D-{number}", number, COMMUNES[commune], procedure, channel, check_order(moments))


def world(*dossiers: Dossier) -> World:
    clock = moment_of(datetime(2026, 1, 1, tzinfo=VIETNAM))
    return World(clock, COMMUNES, [], [IN_DAYS, IN_HOURS], list(dossiers))


def columns(period: Period, *dossiers: Dossier) -> dict[str, int]:
    """The columns of the first commune that are not zero."""
    row = count_form(world(*dossiers), [period])[COMMUNES[0].statistical_code, period, ALL_SECTORS]
    return {column: value for column in COLUMNS if (value := getattr(row, column))}


def resolved(end: str, due: str | None, procedure: Procedure = IN_DAYS) -> Dossier:
    received = happens(H.RECEIVED, "06 08:00", due)
    return dossier(received, happens(H.STARTED, "06 08:05"), happens(H.FINISHED, end), procedure=procedure)


def in_progress(due: str | None, procedure: Procedure = IN_DAYS) -> Dossier:
    return dossier(happens(H.RECEIVED, "06 08:00", due), happens(H.STARTED, "06 08:05"), procedure=procedure)


@pytest.mark.parametrize(
    ("end", "due", "procedure", "column"),
    [
        ("08 16:59:59", "09 09:30", IN_DAYS, "resolved_early"),
        ("09 16:59:59", "09 09:30", IN_DAYS, "resolved_on_time"),
        ("10 07:00:01", "09 09:30", IN_DAYS, "resolved_overdue"),
        ("09 09:29:59", "09 09:30", IN_HOURS, "resolved_early"),
        ("09 09:30:59", "09 09:30", IN_HOURS, "resolved_on_time"),
        ("09 09:31:00", "09 09:30", IN_HOURS, "resolved_overdue"),
        ("09 09:31:00", None, IN_HOURS, "resolved_no_due_date"),
        ("30 09:31:00", None, IN_DAYS, "resolved_no_due_date"),
    ],
)
def test_resolved(end: str, due: str | None, procedure: Procedure, column: str) -> None:
    assert columns(OCTOBER, resolved(end, due, procedure)) == {
        "received_total": 1, "received_direct_postal": 1, "resolved_total": 1, column: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("due", "procedure", "column"),
    [
        ("30 17:00", IN_DAYS, "in_progress_overdue"),
        ("31 07:00", IN_DAYS, "in_progress_within"),
        ("11-03 07:00", IN_DAYS, "in_progress_within"),
        ("31 17:00", IN_HOURS, "in_progress_overdue"),
        ("11-01 00:00", IN_HOURS, "in_progress_within"),
        (None, IN_DAYS, "in_progress_no_due_date"),
        (None, IN_HOURS, "in_progress_no_due_date"),
    ],
)
def test_in_progress_at_the_end_of_the_month(due: str | None, procedure: Procedure, column: str) -> None:
    assert columns(OCTOBER, in_progress(due, procedure)) == {
        "received_total": 1, "received_direct_postal": 1, "in_progress_total": 1, column: 1,
    }  # fmt: skip


def test_a_dossier_in_progress_is_carried_over_and_becomes_overdue() -> None:
    assert columns(NOVEMBER, in_progress("31 07:00")) == {
        "received_total": 1, "carried_over": 1, "in_progress_total": 1, "in_progress_overdue": 1,
    }  # fmt: skip


def test_a_dossier_waiting_for_papers_is_paused_however_late_it_is() -> None:
    waiting = dossier(
        happens(H.RECEIVED, "06 08:00", "09 08:00"),
        happens(H.STARTED, "06 08:05"),
        happens(H.SUPPLEMENT_ASKED, "14 10:00"),
    )
    assert columns(OCTOBER, waiting) == {
        "received_total": 1, "received_direct_postal": 1, "in_progress_total": 1, "paused": 1,
    }  # fmt: skip


def test_an_answered_supplement_restarts_the_clock() -> None:
    answered = dossier(
        happens(H.RECEIVED, "28 08:00", "31 08:00"),
        happens(H.STARTED, "28 08:05"),
        happens(H.SUPPLEMENT_ASKED, "30 10:00"),
        happens(H.SUPPLEMENT_ANSWERED, "11-03 09:00", "11-06 09:00"),
        happens(H.FINISHED, "11-06 16:00"),
        happens(H.RETURNED, "12-01 16:00"),
    )
    assert columns(OCTOBER, answered)["paused"] == 1
    assert columns(NOVEMBER, answered) == {
        "received_total": 1, "carried_over": 1, "resolved_total": 1, "resolved_on_time": 1,
    }  # fmt: skip


def test_a_dossier_waiting_for_a_payment_is_paused_and_its_due_date_stays() -> None:
    waiting = dossier(
        happens(H.RECEIVED, "28 08:00", "31 08:00"),
        happens(H.STARTED, "28 08:05"),
        happens(H.PAYMENT_ASKED, "29 10:00"),
        happens(H.PAYMENT_MADE, "11-03 09:00"),
        happens(H.FINISHED, "11-03 16:00"),
    )
    assert columns(OCTOBER, waiting)["paused"] == 1
    assert columns(NOVEMBER, waiting)["resolved_overdue"] == 1


def test_a_reopened_dossier_was_in_progress_all_the_time() -> None:
    moments = [
        happens(H.RECEIVED, "28 08:00", "31 08:00"),
        happens(H.STARTED, "28 08:05"),
        happens(H.REFUSED, "29 10:00"),
        happens(H.REOPENED, "11-03 09:00"),
        happens(H.FINISHED, "11-03 16:00"),
    ]
    assert columns(OCTOBER, dossier(*moments[:3]))["refused"] == 1
    assert columns(OCTOBER, dossier(*moments)) == {
        "received_total": 1, "received_direct_postal": 1, "in_progress_total": 1, "in_progress_within": 1,
    }  # fmt: skip
    assert columns(NOVEMBER, dossier(*moments)) == {
        "received_total": 1, "carried_over": 1, "resolved_total": 1, "resolved_overdue": 1,
    }  # fmt: skip


def test_an_extension_holds_from_the_apology_on() -> None:
    extended = [
        happens(H.RECEIVED, "28 08:00", "31 08:00"),
        happens(H.STARTED, "28 08:05"),
        happens(H.EXTENDED, "30 08:00", "11-04 08:00"),
        happens(H.FINISHED, "11-04 16:00"),
    ]
    assert columns(OCTOBER, dossier(*extended))["in_progress_within"] == 1
    assert columns(NOVEMBER, dossier(*extended))["resolved_on_time"] == 1


def test_midnight_parts_the_months() -> None:
    last = happens(H.SUBMITTED, "31 23:59:00"), happens(H.RECEIVED, "31 23:59:59", "11-05 17:00")
    first = happens(H.SUBMITTED, "31 23:59:00"), happens(H.RECEIVED, "11-01 00:00:00", "11-05 17:00")
    online = [dossier(*moments, channel=Channel.ONLINE) for moments in (last, first)]
    assert columns(OCTOBER, *online) == {
        "received_total": 1, "received_online": 1, "in_progress_total": 1, "in_progress_within": 1,
    }  # fmt: skip
    assert columns(NOVEMBER, *online) == {
        "received_total": 2, "received_online": 1, "carried_over": 1,
        "in_progress_total": 2, "in_progress_overdue": 2,
    }  # fmt: skip


def test_an_end_in_the_last_second_of_the_month_leaves_no_stock() -> None:
    ended = resolved("31 23:59:59", "31 17:00")
    assert columns(OCTOBER, ended)["resolved_on_time"] == 1
    assert columns(NOVEMBER, ended) == {}


def test_a_dossier_that_was_never_received_is_in_no_column() -> None:
    submitted = happens(H.SUBMITTED, "06 20:00")
    refused = dossier(submitted, happens(H.REFUSED, "07 08:00"), channel=Channel.ONLINE)
    waiting = dossier(submitted, channel=Channel.ONLINE)
    assert columns(OCTOBER, refused, waiting) == {}


@pytest.mark.parametrize("what", [H.WITHDRAWN, H.REFUSED, H.STOPPED])
def test_ends_without_a_result_have_their_own_columns(what: Happening) -> None:
    moments = [happens(H.RECEIVED, "06 08:00", "09 08:00"), happens(H.STARTED, "06 08:05")]
    if what is H.WITHDRAWN:
        moments.append(happens(H.SUPPLEMENT_ASKED, "07 08:00"))
    ended = dossier(*moments, happens(what, "15 08:00"), channel=Channel.POSTAL)
    assert columns(OCTOBER, ended) == {
        "received_total": 1, "received_direct_postal": 1, what.name.lower(): 1,
    }  # fmt: skip
    assert columns(NOVEMBER, ended) == {}


def test_only_what_the_source_knows_is_counted() -> None:
    late = resolved("09 09:00", "09 09:30")
    form = count_form(world(late), [OCTOBER], clock=at("09 08:59:59"))
    row = form[COMMUNES[0].statistical_code, OCTOBER, ALL_SECTORS]
    assert (row.in_progress_total, row.resolved_total) == (1, 0)


def test_sectors_are_counted_apart_and_together() -> None:
    both = world(resolved("08 08:00", "09 08:00"), resolved("09 08:00", "09 08:00", IN_HOURS))
    form = count_form(both, [OCTOBER])
    unit = COMMUNES[0].statistical_code
    assert form[unit, OCTOBER, "HT"].resolved_early == form[unit, OCTOBER, "CT"].resolved_on_time == 1
    assert form[unit, OCTOBER, ALL_SECTORS].resolved_total == 2
    assert [key for key in form if key[0] != unit] == [
        (commune.statistical_code, OCTOBER, ALL_SECTORS) for commune in COMMUNES[1:]
    ]


def test_a_form_that_does_not_balance_is_refused() -> None:
    with pytest.raises(ValueError, match="balance"):
        FormRow(received_total=1, received_online=1).check_balance()


def ranking(*on_time_of: tuple[int, int]) -> list[tuple[str, int | None, int | None]]:
    """Unit, score and rank for (resolved in time, resolved) per commune."""
    form = {
        (COMMUNES[n].statistical_code, OCTOBER, ALL_SECTORS): FormRow(resolved_early=in_time, resolved_total=total)
        for n, (in_time, total) in enumerate(on_time_of)
    }
    return [(row.unit_code, row.score, row.rank) for row in rank_communes(form, OCTOBER)]


def test_equal_scores_share_a_rank_and_nothing_resolved_means_no_rank() -> None:
    assert ranking((1, 2), (0, 0), (3, 4), (6, 8), (4, 4)) == [
        ("10005", 10_000, 1),
        ("10003", 7_500, 2),
        ("10004", 7_500, 2),
        ("10001", 5_000, 4),
        ("10002", None, None),
    ]


def test_scores_are_rounded_half_up() -> None:
    assert [score for _, score, _ in ranking((1, 32), (1, 3), (2, 3), (0, 7))] == [6_667, 3_333, 313, 0]


def test_calendar_periods() -> None:
    months, quarters = calendar_months(), calendar_quarters()
    assert (len(months), len(quarters)) == (12, 4)
    assert months[0] == OCTOBER
    assert months[4].end == date(2026, 2, 28)
    assert quarters[0] == Period(date(2025, 10, 1), date(2025, 12, 31))
    assert quarters[-1].end == months[-1].end == date(2026, 9, 30)


def test_a_period_closes_at_midnight() -> None:
    assert closed_periods([OCTOBER, NOVEMBER], at("11-30 23:59:59")) == [OCTOBER]
    assert closed_periods([OCTOBER, NOVEMBER], at("12-01 00:00")) == [OCTOBER, NOVEMBER]


def test_a_whole_year_hangs_together(year: World) -> None:
    months = calendar_months()
    form = count_form(year, [*months, *calendar_quarters()])
    for commune in year.communes:
        rows = [form[commune.statistical_code, month, ALL_SECTORS] for month in months]
        for before, after in pairwise(rows):
            assert after.carried_over == before.in_progress_total
        for number, quarter in enumerate(calendar_quarters()):
            part = rows[3 * number : 3 * number + 3]
            whole = form[commune.statistical_code, quarter, ALL_SECTORS]
            assert whole.resolved_total == sum(row.resolved_total for row in part)
            assert whole.carried_over == part[0].carried_over
            assert whole.in_progress_overdue == part[-1].in_progress_overdue


def test_sectors_add_up(year: World) -> None:
    sums: Counter[str] = Counter()
    for (_, _, sector), row in count_form(year, calendar_months()).items():
        sign = 1 if sector == ALL_SECTORS else -1
        for column in COLUMNS:
            sums[column] += sign * getattr(row, column)
    assert not any(sums.values())


def test_files(year: World, tmp_path: Path) -> None:
    write_truth(year, tmp_path)
    form, quarters, ranks = (
        list(csv.DictReader((tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()))
        for name in ("form_ii06a", "form_ii06a_quarter", "ranking")
    )
    assert sum(row["sector_code"] == ALL_SECTORS for row in form) == 40 * 12
    assert sum(row["sector_code"] == ALL_SECTORS for row in quarters) == 40 * 4
    assert list(form[0])[:4] == ["unit_code", "period_start", "period_end", "sector_code"]
    assert tuple(form[0])[4:] == COLUMNS
    assert len(ranks) == 40 * 12
    assert all((row["score"] == "") == (row["on_time_denominator"] == "0") for row in ranks)
