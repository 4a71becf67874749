import re
from collections import Counter
from datetime import date, datetime

import pytest

from simulator.arrivals import FIRST_DAY, LAST_DAY
from simulator.catalogue import REFORM
from simulator.lifecycle import Channel, Dossier, Happening, Moment, check_order
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, date_of, day_number
from simulator.office_time import HOUR, is_working_day
from simulator.truth import ALL_SECTORS, Period, count_form
from simulator.world import Scale, World, build_world

ADDED_BY_RICH_HISTORIES = {
    Happening.PAYMENT_ASKED,
    Happening.PAYMENT_MADE,
    Happening.HANDED_OVER,
    Happening.HANDED_BACK,
    Happening.REOPENED,
}


@pytest.fixture(scope="module")
def across() -> World:
    """A year with the reform of 1 July 2025 in it."""
    return build_world(Scale(dossiers=3000, first_month=(2025, 4)))


def moment(dossier: Dossier, what: Happening) -> int | None:
    return next((m.at for m in dossier.moments if m.what is what), None)


def due_at_end(dossier: Dossier) -> int | None:
    return next((m.due for m in reversed(dossier.moments) if m.due is not None), None)


def test_the_same_seed_gives_the_same_world() -> None:
    assert build_world(Scale(dossiers=300)) == build_world(Scale(dossiers=300))


def test_another_seed_gives_another_world() -> None:
    assert build_world(Scale(dossiers=300)).dossiers != build_world(Scale(dossiers=300, seed=1)).dossiers


def test_the_clock_changes_nothing_that_happens() -> None:
    early = build_world(Scale(dossiers=300, as_of=datetime(2026, 3, 1, tzinfo=VIETNAM)))
    assert early.dossiers == build_world(Scale(dossiers=300)).dossiers


@pytest.mark.parametrize("communes", [0, 41])
def test_a_world_has_1_to_40_communes(communes: int) -> None:
    with pytest.raises(ValueError, match="communes"):
        build_world(Scale(dossiers=1, communes=communes))


@pytest.mark.parametrize("first_month", [(2024, 12), (2026, 2)])
def test_a_world_lies_where_the_holidays_are_known(first_month: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="first month"):
        build_world(Scale(dossiers=1, first_month=first_month))


def test_a_year_may_begin_before_the_reform(across: World) -> None:
    days = [date_of(dossier.moments[0].at // SECONDS_PER_DAY) for dossier in across.dossiers]
    assert date(2025, 4, 1) <= min(days) < date(2025, 5, 1)
    assert date(2026, 3, 1) <= max(days) <= date(2026, 3, 31)
    assert len(across.former_communes) == 133
    assert {commune.successor for commune in across.former_communes} == set(across.communes)
    assert {commune.statistical_code for commune in across.communes} < {
        commune.statistical_code for commune in across.former_communes
    }, "every code of today was another commune's before"


def test_the_communes_of_before_receive_up_to_the_reform(across: World) -> None:
    late = 0
    for dossier in across.dossiers:
        assert (dossier.commune.successor is None) is (dossier.moments[0].at >= REFORM)
        received = moment(dossier, Happening.RECEIVED)
        if received is not None:
            assert (dossier.receiver_at(across.as_of).successor is None) is (received >= REFORM)
            late += received >= REFORM and dossier.commune.successor is not None
    assert late, "none was submitted to the one and received by the other"


def test_the_truth_counts_what_the_communes_of_before_received_twice(across: World) -> None:
    june = Period(date(2025, 6, 1), date(2025, 6, 30))
    form = count_form(across, [june])
    today = sum(form[commune.unit_key, june, ALL_SECTORS].received_total for commune in across.communes)
    before = sum(form[commune.unit_key, june, ALL_SECTORS].received_total for commune in across.former_communes)
    assert today == before > 0


def test_codes_are_unique_and_tell_unit_and_day_of_submission(year: World) -> None:
    assert len({dossier.code for dossier in year.dossiers}) == len(year.dossiers)
    for dossier in year.dossiers:
        day = date_of(dossier.moments[0].at // SECONDS_PER_DAY)
        assert re.fullmatch(rf"{re.escape(dossier.commune.agency_code)}-{day:%y%m%d}-\d{{4}}", dossier.code)


def test_submissions_lie_within_the_year(year: World) -> None:
    days = {dossier.moments[0].at // SECONDS_PER_DAY for dossier in year.dossiers}
    assert day_number(FIRST_DAY) <= min(days)
    assert max(days) <= day_number(LAST_DAY)


def test_offices_act_only_on_working_days_except_by_machine(year: World) -> None:
    for dossier in year.dossiers:
        for one in dossier.moments:
            by_machine = one.what is Happening.RECEIVED and dossier.procedure.automatic
            if one.what is not Happening.SUBMITTED and not by_machine:
                assert is_working_day(one.at // SECONDS_PER_DAY)
                assert 7 * HOUR <= one.at % SECONDS_PER_DAY <= 17 * HOUR


def test_only_online_dossiers_are_submitted_before_they_are_received(year: World) -> None:
    for dossier in year.dossiers:
        online = dossier.channel is Channel.ONLINE
        assert (dossier.moments[0].what is Happening.SUBMITTED) is online


def test_an_apology_comes_a_working_day_before_the_due_date(year: World) -> None:
    extended = 0
    for dossier in year.dossiers:
        due = None
        for one in dossier.moments:
            if one.what is Happening.EXTENDED and due is not None:
                extended += 1
                assert one.at // SECONDS_PER_DAY < due // SECONDS_PER_DAY
                assert one.due is not None
                assert one.due > due
            due = one.due or due
    assert extended > 20


def test_every_happening_and_both_rounds_of_supplements_occur(year: World) -> None:
    counts = Counter(one.what for dossier in year.dossiers for one in dossier.moments)
    assert set(counts) == set(Happening) - ADDED_BY_RICH_HISTORIES
    rounds = [sum(m.what is Happening.SUPPLEMENT_ASKED for m in d.moments) for d in year.dossiers]
    assert max(rounds) == 2


def test_communes_differ_in_volume(year: World) -> None:
    volumes = Counter(dossier.commune.statistical_code for dossier in year.dossiers)
    assert len(volumes) == 40
    assert max(volumes.values()) > 3 * min(volumes.values())


def test_tet_is_quiet_and_summer_is_busy(year: World) -> None:
    months = Counter(date_of(dossier.moments[0].at // SECONDS_PER_DAY).month for dossier in year.dossiers)
    assert months[2] < 0.7 * months[1]
    assert months[8] > 1.2 * months[1]


def test_online_submission_grows_over_the_year(year: World) -> None:
    tenth = len(year.dossiers) // 10
    first, last = (
        sum(d.channel is Channel.ONLINE for d in part) for part in (year.dossiers[:tenth], year.dossiers[-tenth:])
    )
    assert last > 1.2 * first


def test_few_dossiers_have_no_due_date(year: World) -> None:
    received = [d for d in year.dossiers if moment(d, Happening.RECEIVED) is not None]
    without = sum(due_at_end(d) is None for d in received)
    assert 0.008 < without / len(received) < 0.025


def test_boundary_cases_occur(year: World) -> None:
    seen: Counter[str] = Counter()
    for dossier in year.dossiers:
        received, ended = moment(dossier, Happening.RECEIVED), moment(dossier, Happening.FINISHED)
        due = due_at_end(dossier)
        seen["submitted at night"] += dossier.moments[0].at % SECONDS_PER_DAY < 6 * HOUR
        seen["received at night"] += received is not None and received % SECONDS_PER_DAY < 6 * HOUR
        if received is None or ended is None:
            continue
        day = date_of(ended // SECONDS_PER_DAY)
        seen["same day"] += received // SECONDS_PER_DAY == ended // SECONDS_PER_DAY
        seen["on the 15th"] += day.day == 15
        seen["on the last day"] += date_of(ended // SECONDS_PER_DAY + 1).day == 1
        if due is None:
            continue
        same_day = due // SECONDS_PER_DAY == ended // SECONDS_PER_DAY
        if dossier.procedure.in_hours:
            seen["minutes late"] += same_day and ended // 60 > due // 60
            seen["in the due minute"] += ended // 60 == due // 60
        else:
            seen["on the due day, after the hour"] += same_day and ended > due
    assert len(seen) == 8
    assert min(seen.values()) > 0


def test_the_state_machine_refuses_what_cannot_happen() -> None:
    with pytest.raises(ValueError, match="may not follow"):
        check_order((Moment(Happening.SUBMITTED, 1), Moment(Happening.FINISHED, 2)))
    with pytest.raises(ValueError, match="before"):
        check_order((Moment(Happening.RECEIVED, 2), Moment(Happening.STARTED, 1)))


def test_a_happening_is_known_once_it_is_written_down(year: World) -> None:
    for dossier in year.dossiers[:500]:
        for count, one in enumerate(dossier.moments, start=1):
            recorded = dossier.recorded_at(one)
            assert 0 <= recorded - one.at < 90 + dossier.sync_every
            assert one not in dossier.known_at(recorded - 1)[count - 1 :]
            assert len(dossier.known_at(recorded)) >= count
