"""The truth of every measure, of hand-made life cycles that a reader can count on fingers."""

from datetime import date, datetime
from itertools import count

import pytest

from simulator.catalogue import Commune, LimitUnit, Procedure
from simulator.lifecycle import Channel, Dossier, Happening, Moment, check_order
from simulator.localtime import SECONDS_PER_DAY, VIETNAM, date_of, moment_of
from simulator.measures import count_flows, count_members, count_stocks
from simulator.payments import draw_payment
from simulator.truth import ALL_SECTORS, Period, count_form
from simulator.world import World

H = Happening
COMMUNE = Commune("10001", "Xã 1", "rural", "H57.32.01", "20250701")
POLICE, LAND = "H57.91.01", "H57.92.01"
IN_DAYS = Procedure("1.000001", "Theo ngày", "HT", "Hộ tịch", 3, LimitUnit.WORKING_DAYS, promised=2)
IN_HOURS = Procedure("1.000002", "Theo giờ", "CT", "Chứng thực", 8, LimitUnit.HOURS)
IN_CALENDAR_DAYS = Procedure("1.000003", "Theo ngày lịch", "DD", "Đất đai", 3, LimitUnit.CALENDAR_DAYS)
BY_THE_POLICE = Procedure("1.000004", "Cư trú", "CTR", "Cư trú", 3, LimitUnit.WORKING_DAYS, competent_agency=POLICE)
WITH_FEE = Procedure("1.000005", "Có phí", "HT", "Hộ tịch", 3, LimitUnit.WORKING_DAYS, fee_vnd=15_000)
NUMBERS = count(1)
DIGITIZED_REUSED_STORED, PLAIN_PAPER = 1 + (5 << 4), 3 + (90 << 4)
"""Salts: one paper each; of the first everything holds and a result is attached, of the second nothing."""


def at(text: str) -> int:
    """Local seconds of ``[mm-]dd hh:mm[:ss]`` in 2025; October, whose 6th is a Monday, if no month is given."""
    text = text if text[2] == "-" else f"10-{text}"
    return moment_of(datetime.fromisoformat(f"2025-{text}").replace(tzinfo=VIETNAM))


def happens(what: Happening, when: str, due: str | None = None, agency: str = "") -> Moment:
    return Moment(what, at(when), None if due is None else at(due), agency)


def dossier(
    *moments: Moment, procedure: Procedure = IN_DAYS, channel: Channel = Channel.IN_PERSON, salt: int = 0, lag: int = 0
) -> Dossier:
    number = next(NUMBERS)
    return Dossier(f"D-{number}", number, COMMUNE, procedure, channel, check_order(moments), salt, lag)


def started(due: str | None = "09 09:30", when: str = "06 08:00") -> tuple[Moment, Moment]:
    return happens(H.RECEIVED, when, due), Moment(H.STARTED, at(when) + 300)


def world(*dossiers: Dossier, clock: str = "12-31 00:00") -> World:
    return World(at(clock), [COMMUNE], [], [], list(dossiers))


def flows(names: str, *dossiers: Dossier, basis: str = "receiving", clock: str = "12-31 00:00") -> dict[str, int]:
    """What is counted of some measures: day of October, measure and amount; other units are named in front."""
    found: dict[str, int] = {}
    for (of_basis, unit, day, _, measure), amount in count_flows(world(*dossiers, clock=clock)).items():
        if of_basis == basis and measure in names.split():
            found[label(unit, f"{day:%m-%d}", measure)] = amount
    return found


def stocks(day: str, *dossiers: Dossier, basis: str = "receiving") -> dict[str, int]:
    of_day = date_of(at(f"{day} 12:00") // SECONDS_PER_DAY)
    counted = count_stocks(world(*dossiers), [of_day])
    return {
        label(unit, measure): n
        for (of_basis, unit, _, _, measure), n in counted.items()
        if of_basis == basis and measure != "portal_timely"
    }


def is_timely_at_portal(day: str, of: Dossier) -> bool:
    of_day = date_of(at(f"{day} 12:00") // SECONDS_PER_DAY)
    return any(measure == "portal_timely" for *_, measure in count_stocks(world(of), [of_day]))


def label(unit: str, *parts: str) -> str:
    return " ".join(parts if unit == COMMUNE.statistical_code else (unit, *parts)).replace("10-", "")


@pytest.mark.parametrize(
    ("submitted", "received", "channel", "late"),
    [
        ("06 08:00", "07 08:00:00", Channel.ONLINE, False),
        ("06 08:00", "07 08:00:01", Channel.ONLINE, True),
        ("04 22:00", "06 17:00:00", Channel.ONLINE, False),
        ("04 22:00", "07 07:00:01", Channel.ONLINE, True),
        ("06 08:00", "08 08:00:00", Channel.POSTAL, False),
    ],
)
def test_acceptance_is_late_after_eight_working_hours(
    submitted: str, received: str, channel: Channel, late: bool
) -> None:
    accepted = dossier(happens(H.SUBMITTED, submitted), happens(H.RECEIVED, received), channel=channel)
    assert flows("accepted_late", accepted) == ({f"{received[:2]} accepted_late": 1} if late else {})


def test_a_reception_is_counted_by_channel_due_date_group_papers_and_fee() -> None:
    birth = Procedure("1.001193", "Khai sinh", "HT", "Hộ tịch", 8, LimitUnit.HOURS, interlinked_group="khai_sinh")
    names = "received_in_person received_online received_postal received_no_due_date received_birth received_death "
    names += "received_digitized received_reused received_national_store received_population_linked "
    names += "components components_digitized payable paid_online"
    rich = dossier(happens(H.RECEIVED, "06 08:00"), procedure=birth, salt=DIGITIZED_REUSED_STORED)
    assert flows(names, rich) == {
        "06 received_in_person": 1, "06 received_no_due_date": 1, "06 received_birth": 1, "06 received_digitized": 1,
        "06 received_reused": 1, "06 received_national_store": 1, "06 received_population_linked": 1,
        "06 components": 1, "06 components_digitized": 1,
    }  # fmt: skip
    plain = dossier(
        happens(H.SUBMITTED, "06 07:59"), *started(), procedure=WITH_FEE, channel=Channel.ONLINE, salt=PLAIN_PAPER
    )
    assert flows(names, plain) == {
        "06 received_online": 1, "06 received_population_linked": 1, "06 components": 1, "06 payable": 1,
        "06 paid_online": 1,
    }  # fmt: skip
    by_post = dossier(*started(), procedure=WITH_FEE, channel=Channel.POSTAL, salt=4 + (90 << 4))
    assert flows(names, by_post) == {"06 received_postal": 1, "06 components": 2, "06 payable": 1,
                                     "06 received_digitized": 1, "06 components_digitized": 1,
                                     "06 received_reused": 1, "06 received_national_store": 1}  # fmt: skip


def test_what_was_never_received_is_in_no_measure_of_a_case() -> None:
    refused = dossier(happens(H.SUBMITTED, "06 20:00"), happens(H.REFUSED, "07 08:00"), channel=Channel.ONLINE)
    assert flows("refused received_online status_lag_count", refused) == {}
    assert stocks("06", refused) == {}


@pytest.mark.parametrize(
    ("end", "due", "procedure", "measure"),
    [
        ("08 16:59:59", "09 09:30", IN_DAYS, "resolved_early"),
        ("09 16:59:59", "09 09:30", IN_DAYS, "resolved_on_time"),
        ("10 07:00:01", "09 09:30", IN_DAYS, "resolved_overdue"),
        ("09 09:29:59", "09 09:30", IN_HOURS, "resolved_early"),
        ("09 09:30:59", "09 09:30", IN_HOURS, "resolved_on_time"),
        ("09 09:31:00", "09 09:30", IN_HOURS, "resolved_overdue"),
        ("09 09:31:00", None, IN_HOURS, "resolved_no_due_date"),
    ],
)
def test_an_end_is_judged_by_date_or_minute(end: str, due: str | None, procedure: Procedure, measure: str) -> None:
    ended = dossier(*started(due), happens(H.FINISHED, end), procedure=procedure)
    names = "resolved_early resolved_on_time resolved_overdue resolved_no_due_date"
    assert flows(names, ended) == {f"{end[:2]} {measure}": 1}


def test_the_first_due_date_judges_again_after_an_extension() -> None:
    def extended(end: str) -> Dossier:
        return dossier(*started(), happens(H.EXTENDED, "08 08:00", "13 09:30"), happens(H.FINISHED, end))

    names = "resolved_early resolved_on_time resolved_within_original resolved_beyond_original"
    assert flows(names, extended("09 16:00")) == {"09 resolved_early": 1, "09 resolved_within_original": 1}
    assert flows(names, extended("13 16:00")) == {"13 resolved_on_time": 1, "13 resolved_beyond_original": 1}
    without = dossier(*started(None), happens(H.FINISHED, "13 16:00"))
    assert flows(names, without) == {}


@pytest.mark.parametrize(
    ("procedure", "end", "within"),
    [
        (IN_DAYS, "09 08:00:00", True),
        (IN_DAYS, "09 08:00:01", False),
        (IN_HOURS, "07 08:00:00", True),
        (IN_HOURS, "07 08:00:01", False),
        (IN_CALENDAR_DAYS, "09 16:59:59", True),
        (IN_CALENDAR_DAYS, "10 07:00:01", False),
    ],
)
def test_without_a_due_date_the_statutory_limit_decides(procedure: Procedure, end: str, within: bool) -> None:
    ended = dossier(*started(None), happens(H.FINISHED, end), procedure=procedure)
    measure = "no_due_within_limit" if within else "no_due_beyond_limit"
    assert flows("no_due_within_limit no_due_beyond_limit", ended) == {f"{end[:2]} {measure}": 1}


@pytest.mark.parametrize(
    ("received", "end", "within"),
    [
        ("06 15:00:00", "09 15:00:00", True),
        ("06 15:00:00", "09 15:00:01", False),
        ("06 15:00:01", "09 17:00:00", True),
        ("06 15:00:01", "10 07:00:01", False),
    ],
)
def test_the_limit_of_what_came_after_three_runs_from_the_next_working_day(
    received: str, end: str, within: bool
) -> None:
    ended = dossier(*started(None, received), happens(H.FINISHED, end), procedure=IN_DAYS)
    measure = "no_due_within_limit" if within else "no_due_beyond_limit"
    assert flows("no_due_within_limit no_due_beyond_limit", ended) == {f"{end[:2]} {measure}": 1}


def test_waits_do_not_use_up_the_limit_in_working_days() -> None:
    def waited(end: str) -> Dossier:
        asked, made = happens(H.PAYMENT_ASKED, "06 09:00"), happens(H.PAYMENT_MADE, "07 09:00")
        return dossier(*started(None), asked, made, happens(H.FINISHED, end), procedure=WITH_FEE)

    names = "no_due_within_limit no_due_beyond_limit"
    assert flows(names, waited("10 08:00:00")) == {"10 no_due_within_limit": 1}
    assert flows(names, waited("10 08:00:01")) == {"10 no_due_beyond_limit": 1}


def test_processing_minutes_are_office_time_without_the_waits() -> None:
    waited = dossier(
        *started(when="06 11:00"),
        happens(H.SUPPLEMENT_ASKED, "06 14:00"),
        happens(H.SUPPLEMENT_ANSWERED, "08 10:00", "13 10:00"),
        happens(H.PAYMENT_ASKED, "08 11:00"),
        happens(H.PAYMENT_MADE, "08 13:31"),
        happens(H.FINISHED, "08 14:00:59"),
        procedure=WITH_FEE,
    )
    # 30 minutes before noon, 30 after; an hour before the payment is asked for; 29:59 after it is made.
    assert flows("processing_minutes", waited) == {"08 processing_minutes": 149}
    key = "holding", COMMUNE.statistical_code, date(2025, 10, 8), "HT", "processing_minutes", "149"
    assert count_members(world(waited))[key] == 1


def test_a_refused_case_has_no_processing_minutes() -> None:
    refused = dossier(*started(), happens(H.REFUSED, "07 08:00"))
    assert flows("refused processing_minutes", refused) == {"07 refused": 1}


def test_rounds_of_supplements() -> None:
    asked, answered = H.SUPPLEMENT_ASKED, H.SUPPLEMENT_ANSWERED
    twice = dossier(
        *started(),
        happens(asked, "07 08:00"), happens(answered, "07 16:00", "10 16:00"),
        happens(asked, "08 08:00"), happens(answered, "10 08:00", "15 08:00"),
        happens(H.FINISHED, "10 10:00"),
    )  # fmt: skip
    assert flows("supplement_requested second_supplement resolved_second_supplement", twice) == {
        "07 supplement_requested": 1, "08 supplement_requested": 1, "08 second_supplement": 1,
        "10 resolved_second_supplement": 1,
    }  # fmt: skip
    assert stocks("07", twice) == {"within": 1}, "answered on the same day"
    assert stocks("08", twice) == stocks("09", twice) == {"waiting_supplement": 1}
    assert stocks("10", twice) == {}


@pytest.mark.parametrize(
    ("apology", "due", "measure"),
    [
        ("08 16:59:59", "09 07:30", "extension_in_time"),
        ("09 07:00:00", "09 17:00", "extension_late"),
        ("08 08:00:00", None, ""),
    ],
)
def test_an_apology_is_in_time_a_day_before_the_due_date(apology: str, due: str | None, measure: str) -> None:
    extended = dossier(*started(due), happens(H.EXTENDED, apology, due and "14 09:30"))
    assert flows("extension_in_time extension_late", extended) == ({f"{apology[:2]} {measure}": 1} if measure else {})


def test_the_portal_stops_the_clock_while_papers_are_missing_and_takes_a_second_request_for_late() -> None:
    asked, answered = H.SUPPLEMENT_ASKED, H.SUPPLEMENT_ANSWERED
    waits = dossier(*started("08 10:00"), happens(asked, "08 09:00"), happens(answered, "15 08:00", "16 10:00"))
    assert [is_timely_at_portal(day, waits) for day in ("07", "08", "14", "16", "17")] == [True] * 4 + [False]
    asked_late = dossier(*started("08 10:00"), happens(asked, "09 09:00"))
    assert [is_timely_at_portal(day, asked_late) for day in ("08", "09")] == [True, False]
    twice = dossier(
        *started("20 10:00"), happens(asked, "08 09:00"), happens(answered, "09 08:00", "21 10:00"),
        happens(asked, "10 09:00"), happens(answered, "13 08:00", "22 10:00"), happens(H.FINISHED, "14 10:00"),
    )  # fmt: skip
    assert [is_timely_at_portal(day, twice) for day in ("09", "10", "13")] == [True, False, False]
    assert flows("portal_ended_timely resolved_early", twice) == {"14 resolved_early": 1}


def test_a_missing_apology_is_counted_once_on_the_first_overdue_day() -> None:
    open_days = dossier(*started())
    assert flows("apology_missing", open_days) == {"10 apology_missing": 1}
    ended = dossier(*started(), happens(H.FINISHED, "10 08:00"))
    assert flows("apology_missing", ended) == {"10 apology_missing": 1}, "resolved on the first overdue day"
    by_hour = dossier(*started(), procedure=IN_HOURS)
    assert flows("apology_missing", by_hour) == {"09 apology_missing": 1}
    in_time = dossier(*started(), happens(H.FINISHED, "09 16:00"))
    assert flows("apology_missing", in_time) == {}
    refused = dossier(*started(), happens(H.REFUSED, "10 08:00"))
    assert flows("apology_missing", refused) == {}, "neither in stock nor resolved overdue"


def test_an_apology_on_or_before_the_first_overdue_day_is_not_missing() -> None:
    def extended(apology: str, due: str) -> Dossier:
        return dossier(*started(), happens(H.EXTENDED, apology, due))

    assert flows("apology_missing", extended("08 08:00", "13 09:30")) == {}, "later overdue all the same"
    assert flows("apology_missing", extended("10 08:00", "09 16:00")) == {}
    assert flows("apology_missing", extended("11 08:00", "20 16:00")) == {"10 apology_missing": 1}


def test_a_wait_puts_off_the_first_overdue_day() -> None:
    asked, made = happens(H.PAYMENT_ASKED, "08 08:00"), happens(H.PAYMENT_MADE, "14 08:00")
    late = dossier(*started(), asked, made, procedure=WITH_FEE)
    assert flows("apology_missing", late) == {"14 apology_missing": 1}


def test_a_day_has_no_missing_apology_before_it_is_over() -> None:
    assert flows("apology_missing", dossier(*started()), clock="10 23:59:59") == {}
    assert flows("apology_missing", dossier(*started()), clock="11 00:00:00") == {"10 apology_missing": 1}


def test_a_wait_for_a_payment_is_a_stock_of_its_own() -> None:
    paid = dossier(
        *started(),
        happens(H.PAYMENT_ASKED, "07 08:00"),
        happens(H.PAYMENT_MADE, "13 08:00"),
        happens(H.FINISHED, "14 08:00"),
        procedure=WITH_FEE,
    )
    assert stocks("07", paid) == stocks("12", paid) == {"waiting_payment": 1}, "however late it is"
    assert stocks("13", paid) == {"overdue": 1}, "the due date stays"
    assert flows("resolved_overdue paid_count paid_vnd", paid) == {
        "14 resolved_overdue": 1, "13 paid_count": 1, "13 paid_vnd": 15_000,
    }  # fmt: skip
    withdrawn = dossier(
        *started(), happens(H.PAYMENT_ASKED, "07 08:00"), happens(H.WITHDRAWN, "08 08:00"), procedure=WITH_FEE
    )
    assert flows("withdrawn paid_count", withdrawn) == {"08 withdrawn": 1}
    assert stocks("08", withdrawn) == {}


def test_a_reopened_end_is_none() -> None:
    reopened = dossier(
        *started(),
        happens(H.REFUSED, "07 08:00"),
        happens(H.REOPENED, "13 08:00"),
        happens(H.FINISHED, "14 08:00"),
    )
    names = "refused reopened resolved_overdue apology_missing"
    assert flows(names, reopened) == {"13 reopened": 1, "14 resolved_overdue": 1, "10 apology_missing": 1}
    assert stocks("07", reopened) == {"within": 1}
    assert stocks("10", reopened) == {"overdue": 1}
    assert flows(names, reopened, clock="12 08:00") == {"07 refused": 1}, "nobody knows yet"


def test_what_is_refused_again_counts_once() -> None:
    again = dossier(
        *started(),
        happens(H.STOPPED, "07 08:00"),
        happens(H.REOPENED, "08 08:00"),
        happens(H.REFUSED, "09 08:00"),
        lag=90,
    )
    assert flows("stopped refused reopened status_lag_count status_lag_minutes", again) == {
        "08 reopened": 1, "09 refused": 1, "09 status_lag_count": 1, "09 status_lag_minutes": 1,
    }  # fmt: skip


def test_a_reopening_answers_papers_that_were_missing_but_makes_no_payment() -> None:
    def reopened(wait: Happening) -> Dossier:
        return dossier(
            *started("20 09:30"),
            happens(wait, "07 08:00"),
            happens(H.WITHDRAWN, "08 08:00"),
            happens(H.REOPENED, "10 08:00"),
            happens(H.FINISHED, "10 09:00"),
            procedure=WITH_FEE,
        )

    papers, payment = reopened(H.SUPPLEMENT_ASKED), reopened(H.PAYMENT_ASKED)
    assert stocks("07", papers) == stocks("09", papers) == {"waiting_supplement": 1}
    assert (stocks("07", payment), stocks("09", payment)) == ({"waiting_payment": 1}, {"within": 1})
    assert flows("processing_minutes", papers) == {"10 processing_minutes": 480 + 60}
    assert flows("processing_minutes", payment) == {"10 processing_minutes": 480 + 2 * 480 + 60}
    for one in (papers, payment):
        row = count_form(world(one), [Period(date(2025, 10, 6), date(2025, 10, 9))])
        paused = row[COMMUNE.statistical_code, Period(date(2025, 10, 6), date(2025, 10, 9)), ALL_SECTORS].paused
        assert paused == (one is papers)


def elsewhere(*moments: Moment) -> Dossier:
    return dossier(*started(), *moments)


def test_handed_over_and_back_on_one_day() -> None:
    both = elsewhere(
        happens(H.HANDED_OVER, "07 09:00", agency=POLICE),
        happens(H.HANDED_BACK, "07 10:00"),
        happens(H.HANDED_OVER, "07 14:00", agency=POLICE),
        happens(H.HANDED_BACK, "07 15:00"),
        happens(H.FINISHED, "08 08:00"),
    )
    assert flows("transferred_in transferred_out", both, basis="holding") == {
        "07 transferred_in": 2, "07 transferred_out": 2,
        f"{POLICE} 07 transferred_in": 2, f"{POLICE} 07 transferred_out": 2,
    }  # fmt: skip
    assert flows("transferred_in transferred_out", both) == {}
    assert stocks("07", both, basis="holding") == {"within": 1}
    assert flows("resolved_early", both, basis="holding") == {"08 resolved_early": 1}


def test_the_stock_is_with_who_has_it_at_midnight() -> None:
    stays = elsewhere(
        happens(H.HANDED_OVER, "07 09:00", agency=POLICE), happens(H.HANDED_OVER, "10 09:00", agency=LAND)
    )
    assert stocks("06", stays, basis="holding") == {"within": 1}
    assert stocks("09", stays, basis="holding") == {f"{POLICE} within": 1}
    assert stocks("10", stays, basis="holding") == {f"{LAND} overdue": 1, f"{LAND} overdue_elsewhere": 1}
    assert stocks("10", stays) == {"overdue": 1, "overdue_elsewhere": 1}
    assert flows("transferred_in transferred_out", stays, basis="holding") == {
        "07 transferred_out": 1, f"{POLICE} 07 transferred_in": 1,
        f"{POLICE} 10 transferred_out": 1, f"{LAND} 10 transferred_in": 1,
    }  # fmt: skip
    assert flows("apology_missing", stays, basis="holding") == {f"{LAND} 10 apology_missing": 1}


def test_a_competent_agency_is_responsible_and_has_it_while_it_works() -> None:
    by_police = dossier(
        *started(),
        happens(H.SUPPLEMENT_ASKED, "07 08:00"),
        happens(H.SUPPLEMENT_ANSWERED, "08 08:00", "10 08:00"),
        happens(H.EXTENDED, "09 08:00", "15 08:00"),
        happens(H.FINISHED, "16 08:00"),
        happens(H.RETURNED, "16 08:00"),
        procedure=BY_THE_POLICE,
    )
    names = "received_in_person supplement_requested extension_in_time resolved_overdue resolved_overdue_other_agency"
    assert flows(names, by_police, basis="responsible") == {
        f"{POLICE} 06 received_in_person": 1, f"{POLICE} 07 supplement_requested": 1,
        f"{POLICE} 09 extension_in_time": 1, f"{POLICE} 16 resolved_overdue": 1,
        f"{POLICE} 16 resolved_overdue_other_agency": 1,
    }  # fmt: skip
    assert flows(names, by_police, basis="holding") == {
        "06 received_in_person": 1, "07 supplement_requested": 1, f"{POLICE} 09 extension_in_time": 1,
        f"{POLICE} 16 resolved_overdue": 1, f"{POLICE} 16 resolved_overdue_other_agency": 1,
    }  # fmt: skip
    assert flows("transferred_in", by_police, basis="holding") == {
        f"{POLICE} 06 transferred_in": 1, "07 transferred_in": 1, f"{POLICE} 08 transferred_in": 1,
    }  # fmt: skip


def test_a_delay_is_another_agencys_where_the_dossier_was_there() -> None:
    there = elsewhere(
        happens(H.HANDED_OVER, "07 09:00", agency=POLICE),
        happens(H.HANDED_BACK, "10 10:00"),
        happens(H.FINISHED, "13 08:00"),
    )
    assert flows("resolved_overdue_other_agency", there) == {"13 resolved_overdue_other_agency": 1}
    here = dossier(*started(), happens(H.FINISHED, "13 08:00"))
    assert flows("resolved_overdue_other_agency", here) == {}


def test_results() -> None:
    names = "resolved_yields_result resolved_e_result resolved_digitized e_certified_copies"
    ended = *started(), happens(H.FINISHED, "07 08:00")
    assert flows(names, dossier(*ended, salt=DIGITIZED_REUSED_STORED)) == {
        "07 resolved_yields_result": 1, "07 resolved_e_result": 1, "07 resolved_digitized": 1,
    }  # fmt: skip
    assert flows(names, dossier(*ended, salt=PLAIN_PAPER)) == {"07 resolved_yields_result": 1}
    copies = Procedure("2.000815", "Chứng thực bản sao", "CT", "Chứng thực", 8, LimitUnit.HOURS, has_result=False)
    assert flows(names, dossier(*ended, procedure=copies, salt=7)) == {"07 e_certified_copies": 1}
    assert flows(names, dossier(*ended[:2], happens(H.REFUSED, "07 08:00"), salt=DIGITIZED_REUSED_STORED)) == {}


def refunded_online() -> Dossier:
    """Paid while submitting at night, refused while the police has it, refunded afterwards."""
    procedure = Procedure(
        "1.000006", "Tạm trú", "CTR", "Cư trú", 3, LimitUnit.WORKING_DAYS, fee_vnd=20_000, competent_agency=POLICE
    )
    while True:
        one = dossier(
            happens(H.SUBMITTED, "06 00:00:04"),
            *started(),
            happens(H.REFUSED, "07 08:00"),
            procedure=procedure,
            channel=Channel.ONLINE,
        )
        payment = draw_payment(one)
        if payment and payment.refund_vnd == 20_000:
            return one


def test_money_before_the_reception_and_after_the_end() -> None:
    one = refunded_online()
    payment = draw_payment(one)
    assert payment
    refunded = date_of(payment.changes[-1][0] // SECONDS_PER_DAY)
    assert refunded > date(2025, 10, 6)
    names = "paid_count paid_vnd refund_count refund_vnd"
    assert flows(names, one, basis="holding") == {
        "05 paid_count": 1, "05 paid_vnd": 20_000,
        f"{POLICE} {refunded:%d} refund_count": 1, f"{POLICE} {refunded:%d} refund_vnd": 20_000,
    }  # fmt: skip
    assert flows(names, one, clock="06 07:59") == {}, "not a case before its reception"
    assert flows(names, one, clock="07 08:00:00") == {"05 paid_count": 1, "05 paid_vnd": 20_000}


def test_money_of_a_dossier_that_is_never_received_counts_nowhere() -> None:
    refused = dossier(
        happens(H.SUBMITTED, "06 08:00"), happens(H.REFUSED, "07 08:00"), procedure=WITH_FEE, channel=Channel.ONLINE
    )
    assert draw_payment(refused)
    assert flows("paid_count paid_vnd refund_count refund_vnd", refused) == {}


def test_members_tell_procedures_apart() -> None:
    online = dossier(happens(H.SUBMITTED, "06 07:00"), *started(), procedure=WITH_FEE, channel=Channel.ONLINE, salt=1)
    counter = dossier(*started(), procedure=WITH_FEE, salt=1)
    members = count_members(world(online, counter))
    found = {key[4:]: n for key, n in members.items() if key[0] == "responsible" and key[4].startswith("procedure_")}
    assert found == {
        ("procedure_received", "1.000005"): 2,
        ("procedure_online", "1.000005"): 1,
        ("procedure_payable", "1.000005"): 2,
        ("procedure_paid_online", "1.000005"): 1,
        ("procedure_population_linked", "1.000005"): 2,
    }
