"""What one case adds to each measure: flows at their moments, the stock at the end of a day, members.

A measure's name is that of the measure specification; what it means is said where it is counted.
"""

from collections.abc import Iterator

from simulator.cases import Case
from simulator.catalogue import LimitUnit
from simulator.lifecycle import Channel, Happening, Moment
from simulator.localtime import SECONDS_PER_DAY
from simulator.office_time import HOUR, WORKING_DAY, after_calendar_days, to_moment, to_office, to_office_when_passed_on
from simulator.reception_law import is_of_2026, sent_acknowledgement, waits_after_three
from simulator.records import (
    attaches_result,
    looked_into_population_database,
    makes_electronic_copy,
    paid_online,
    submitted_papers,
)

_CHANNELS = {
    Channel.IN_PERSON: "received_in_person",
    Channel.ONLINE: "received_online",
    Channel.POSTAL: "received_postal",
}
_GROUPS = {"khai_sinh": "received_birth", "khai_tu": "received_death"}
_ENDED = {Happening.REFUSED: "refused", Happening.WITHDRAWN: "withdrawn", Happening.STOPPED: "stopped"}
_LATEST_ACCEPTANCE = WORKING_DAY

Flow = tuple[int, str, int]
"""Moment (local seconds), measure and amount."""


def case_flows(case: Case, clock: int) -> Iterator[Flow]:
    """Return every flow of a case up to a reading of the clock, but for payments and changes of its holder."""
    for measure, amount in _at_reception(case):
        yield case.received.at, measure, amount
    for moment in case.moments:
        yield from _on_the_way(case, moment)
    if len(case.supplements) > 1:
        yield case.supplements[1].asked_at, "second_supplement", 1
    if (overdue_at := _first_overdue(case, clock)) is not None and not _apologised_by(case, overdue_at):
        yield overdue_at, "apology_missing", 1
    if case.end is not None:
        for measure, amount in _at_end(case, case.end):
            yield case.end.at, measure, amount


def _at_reception(case: Case) -> Iterator[tuple[str, int]]:
    yield _CHANNELS[case.dossier.channel], 1
    if _accepted_late(case):
        yield "accepted_late", 1
    if case.received.due is None:
        yield "received_no_due_date", 1
    if _is_digitized(case):
        yield "received_digitized", 1
    if looked_into_population_database(case.sent):
        yield "received_population_linked", 1
    if case.dossier.procedure.interlinked_group:
        yield _GROUPS[case.dossier.procedure.interlinked_group], 1
    yield from _papers(case)
    if is_payable(case):
        yield "payable", 1
    if is_paid_online(case):
        yield "paid_online", 1


def _accepted_late(case: Case) -> bool:
    """More than 8 working hours from submission to reception, of online dossiers."""
    acknowledged_at = sent_acknowledgement(case.sent, case.moments) if is_of_2026(case.received.at) else None
    begun_at = case.submitted_at if acknowledged_at is None else acknowledged_at
    waited = to_office(case.received.at) - to_office(begun_at)
    return case.dossier.channel is Channel.ONLINE and waited > _LATEST_ACCEPTANCE


def _is_digitized(case: Case) -> bool:
    """Return what the record says (HoSoCoThanhPhanSoHoa), also where its list of papers is lost."""
    return any(paper["DuocSoHoa"] == "1" for paper in submitted_papers(case.sent))


def _papers(case: Case) -> Iterator[tuple[str, int]]:
    """Return the papers (thành phần hồ sơ); a list that cannot be read has none."""
    papers = [] if case.defect == "broken_json_in_text" else submitted_papers(case.sent)
    yield "components", len(papers)
    yield "components_digitized", sum(paper["DuocSoHoa"] == "1" for paper in papers)
    if any(paper["DuocTaiSuDung"] in ("1", "2") for paper in papers):
        yield "received_reused", 1
    if any(paper["DuocLayTuKhoDMQG"] == "1" for paper in papers):
        yield "received_national_store", 1


def is_payable(case: Case) -> bool:
    """Return whether its procedure is known to have a fee."""
    return case.procedure_known and case.dossier.procedure.fee_vnd > 0


def is_paid_online(case: Case) -> bool:
    """Return whether a fee was paid on the national portal or the province's gateway."""
    return is_payable(case) and paid_online(case.sent) in ("1", "2")


def _on_the_way(case: Case, moment: Moment) -> Iterator[Flow]:
    match moment.what:
        case Happening.SUPPLEMENT_ASKED:
            yield moment.at, "supplement_requested", 1
        case Happening.EXTENDED:
            yield from _extension(case, moment)
        case Happening.REOPENED:
            yield moment.at, "reopened", 1


def _extension(case: Case, moment: Moment) -> Iterator[Flow]:
    """Return whether the apology (xin lỗi) came a day or more before the due date that it moves, as it must."""
    due = case.due_before(moment.at)
    if due is not None:
        in_time = _day(moment.at) < _day(due)
        yield moment.at, "extension_in_time" if in_time else "extension_late", 1


def _day(moment: int) -> int:
    return moment // SECONDS_PER_DAY


def _midnight_after(day: int) -> int:
    return (day + 1) * SECONDS_PER_DAY


def _first_overdue(case: Case, clock: int) -> int | None:
    """Return the last second of the first day at whose end it is overdue, or its overdue end, whichever is first."""
    last = _day(clock) - 1 if case.end is None else _day(case.end.at) - 1
    for day in range(_day(case.received.at), last + 1):
        if stock_at(case, _midnight_after(day)) == "overdue":
            return _midnight_after(day) - 1
    overdue_end = case.end is not None and case.resolved and _outcome(case, case.end) == "resolved_overdue"
    return case.end.at if case.end is not None and overdue_end else None


def _apologised_by(case: Case, moment: int) -> bool:
    return any(happened.what is Happening.EXTENDED and _day(happened.at) <= _day(moment) for happened in case.moments)


def _at_end(case: Case, end: Moment) -> Iterator[tuple[str, int]]:
    yield "status_lag_count", 1
    yield "status_lag_minutes", (case.sent.recorded_at(end) - end.at) // 60
    if _is_timely_at_portal(case, end.at, end.at):
        yield "portal_ended_timely", 1
    if end.what is not Happening.FINISHED:
        yield _ENDED[end.what], 1
        return
    outcome = _outcome(case, end)
    yield outcome, 1
    yield "processing_minutes", processing_minutes(case, end)
    if outcome == "resolved_no_due_date":
        yield from _against_the_limit(case, end)
    if outcome == "resolved_overdue" and _blames_other_agency(case):
        yield "resolved_overdue_other_agency", 1
    if case.received.due is not None:
        beyond = _judge(end.at, case.received.due, in_hours=case.dossier.procedure.in_hours) > 0
        yield "resolved_beyond_original" if beyond else "resolved_within_original", 1
    if len(case.supplements) > 1:
        yield "resolved_second_supplement", 1
    yield from _result(case)


def is_overdue(case: Case) -> bool:
    """Return whether it was resolved after the due date in force."""
    return case.resolved and case.end is not None and _outcome(case, case.end) == "resolved_overdue"


def _outcome(case: Case, end: Moment) -> str:
    """Against the due date in force at the end."""
    due = case.due_before(end.at)
    if due is None:
        return "resolved_no_due_date"
    judged = _judge(end.at, due, in_hours=case.dossier.procedure.in_hours)
    return ("resolved_early", "resolved_on_time", "resolved_overdue")[judged + 1]


def _judge(end: int, due: int, *, in_hours: bool) -> int:
    """-1 early, 0 on time, 1 overdue: limits in hours by the minute, limits in days by the date."""
    unit = 60 if in_hours else SECONDS_PER_DAY
    ended, promised = end // unit, due // unit
    return (ended > promised) - (ended < promised)


def processing_minutes(case: Case, end: Moment) -> int:
    """Working minutes from the reception to the end, without the waits."""
    return case.used_office_seconds(end.at) // 60


def _against_the_limit(case: Case, end: Moment) -> Iterator[tuple[str, int]]:
    """Without a due date the statutory limit of the procedure decides, not the shorter one that is promised."""
    if not case.procedure_known:
        return
    limit, begins_at = case.dossier.procedure.limit, case.clock_begins_at
    waits = waits_after_three(case.dossier, case.received.at)
    begun = to_office_when_passed_on(begins_at) if waits else to_office(begins_at)
    used = case.used_office_seconds(end.at) - (begun - to_office(case.received.at))
    match case.dossier.procedure.limit_unit:
        case LimitUnit.WORKING_DAYS:
            within = used <= limit * WORKING_DAY
        case LimitUnit.HOURS:
            within = used <= limit * HOUR
        case LimitUnit.CALENDAR_DAYS:
            within = _day(end.at) - _day(begins_at) <= limit
    yield "no_due_within_limit" if within else "no_due_beyond_limit", 1


def _is_timely_at_portal(case: Case, judged_at: int, now: int) -> bool:
    """As the national portal judges: no second request for papers by now, and not after the deadline."""
    deadline = _deadline(case, now)
    if deadline is None or sum(wait.asked_at <= now for wait in case.supplements) > 1:
        return False
    return _judge(judged_at, deadline, in_hours=case.dossier.procedure.in_hours) <= 0


def _deadline(case: Case, moment: int) -> int | None:
    """Return the due date in force, else the end of the statutory limit, if the procedure is known."""
    due = case.due_before(moment)
    if due is not None or case.received.due is not None or not case.procedure_known:
        return due
    procedure, begins_at = case.dossier.procedure, case.clock_begins_at
    match procedure.limit_unit:
        case LimitUnit.CALENDAR_DAYS:
            return after_calendar_days(begins_at, procedure.limit)
        case LimitUnit.HOURS:
            return to_moment(to_office(begins_at) + procedure.limit * HOUR)
        case LimitUnit.WORKING_DAYS:
            return to_moment(to_office(begins_at) + procedure.limit * WORKING_DAY)


def is_timely_at_portal(case: Case, midnight: int) -> bool:
    """Return whether an open case is timely at the end of a day; a request for papers is judged when it was made."""
    asked = next((wait.asked_at for wait in case.supplements if wait.lasts_at(midnight)), None)
    if asked is not None:
        return _is_timely_at_portal(case, asked, midnight - 1)
    # At 24:00 the last moment of the day has passed: what is due by the hour must be due later.
    judged_at = midnight if case.dossier.procedure.in_hours else midnight - 1
    return _is_timely_at_portal(case, judged_at, midnight - 1)


def _blames_other_agency(case: Case) -> bool:
    """Return what offices enter as the cause of a delay (NguyenNhanTre) where another agency had to do with it."""
    was_elsewhere = any(moment.what is Happening.HANDED_OVER for moment in case.moments)
    return was_elsewhere or case.dossier.competent != ""


def _result(case: Case) -> Iterator[tuple[str, int]]:
    """Return the result; a copy of a submitted paper is a file, but no electronic result (kết quả điện tử)."""
    has_file = attaches_result(case.sent)
    if case.procedure_known and case.dossier.procedure.has_result:
        yield "resolved_yields_result", 1
        if has_file and case.defect != "copied_result":
            yield "resolved_e_result", 1
    if has_file and _is_digitized(case):
        yield "resolved_digitized", 1
    if makes_electronic_copy(case.sent):
        yield "e_certified_copies", 1


def stock_at(case: Case, midnight: int) -> str:
    """Return what a case is at the end of a day (24:00 as local seconds); empty unless it is open then.

    A dossier due on that very day is still within.
    """
    if not case.is_open_at(midnight):
        return ""
    if any(wait.lasts_at(midnight) for wait in case.supplements):
        return "waiting_supplement"
    if any(wait.lasts_at(midnight) for wait in case.payment_waits):
        return "waiting_payment"
    due = case.due_before(midnight)
    if due is None:
        return "no_due_date"
    overdue = due < midnight if case.dossier.procedure.in_hours else _midnight_after(_day(due)) < midnight
    return "overdue" if overdue else "within"


def case_members(case: Case) -> Iterator[tuple[int, str, str]]:
    """Moment, dimension and member of what is counted one by one or spread by its value."""
    procedure = case.dossier.procedure.national_code
    if case.procedure_known:
        yield case.received.at, "procedure_received", procedure
        if case.dossier.channel is Channel.ONLINE:
            yield case.received.at, "procedure_online", procedure
        if is_payable(case):
            yield case.received.at, "procedure_payable", procedure
        if is_paid_online(case):
            yield case.received.at, "procedure_paid_online", procedure
        if looked_into_population_database(case.sent):
            yield case.received.at, "procedure_population_linked", procedure
    if case.end is not None and case.resolved:
        yield case.end.at, "processing_minutes", str(processing_minutes(case, case.end))
