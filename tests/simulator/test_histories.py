"""Rich life cycles: what is added to a world, and how records and events tell it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from simulator.feeds import build_feeds
from simulator.lifecycle import ENDS_WITHOUT_RESULT, Happening, Moment, check_order, end_of
from simulator.localtime import SECONDS_PER_DAY, compact
from simulator.office_time import HOUR, is_working_day
from simulator.payments import draw_payment, payment_record
from simulator.planting import plant
from simulator.progress import event_key
from simulator.records import dossier_record, paid_online
from simulator.testing import running_source
from simulator.world import Scale, World, build_world

pytestmark = pytest.mark.slow

Json = dict[str, Any]
H = Happening
ADDED = {H.PAYMENT_ASKED, H.PAYMENT_MADE, H.HANDED_OVER, H.HANDED_BACK, H.REOPENED}
DESCRIPTION = Path(__file__).resolve().parents[2] / "simulator" / "openapi.yaml"


@pytest.fixture(scope="module")
def rich() -> World:
    return build_world(Scale(dossiers=4_000, communes=12, rich_histories=True))


@pytest.fixture(scope="module")
def snapshots(rich: World) -> list[tuple[Moment, Json]]:
    """Each added happening, and the record of its dossier as it is then."""
    names = {unit.agency_code: unit.name for unit in (*rich.communes, *rich.agencies)}
    return [
        (moment, dossier_record(dossier, dossier.recorded_at(moment), names))
        for dossier in rich.dossiers
        if dossier.sync_every == 1
        for moment in dossier.moments
        if moment.what in ADDED
    ]


def test_nothing_else_moves(rich: World) -> None:
    plain = build_world(Scale(dossiers=4_000, communes=12))
    changed = 0
    for one, other in zip(rich.dossiers, plain.dossiers, strict=True):
        added = {moment.what for moment in one.moments} & ADDED
        assert bool(added) is (one.moments != other.moments)
        assert (one.code, one.salt, one.lag, one.moments[:2]) == (other.code, other.salt, other.lag, other.moments[:2])
        changed += bool(added)
    assert 300 < changed < 800
    assert rich == build_world(Scale(dossiers=4_000, communes=12, rich_histories=True))


def test_every_happening_occurs_and_every_variant(rich: World) -> None:
    seen: Counter[object] = Counter()
    for dossier in rich.dossiers:
        check_order(dossier.moments)
        ways = [moment for moment in dossier.moments if moment.what is H.HANDED_OVER]
        days = Counter(moment.at // SECONDS_PER_DAY for moment in ways)
        seen["several times"] += len(ways) > 1
        seen["several times on one day"] += max(days.values(), default=0) > 1
        seen["stays elsewhere"] += dossier.moments[-1].what is H.HANDED_OVER
        seen["never paid"] += dossier.moments[-1].what is H.PAYMENT_ASKED
        for before, after in zip(dossier.moments, dossier.moments[1:], strict=False):
            seen[after.what] += 1
            seen[before.what, after.what] += 1
            assert after.what is not H.REOPENED or before.what in ENDS_WITHOUT_RESULT
        refused_again = H.REOPENED in {moment.what for moment in dossier.moments} and end_of(dossier.moments)
        seen["refused again"] += bool(refused_again and refused_again.what in ENDS_WITHOUT_RESULT)
    wanted = [
        "several times", "several times on one day", "stays elsewhere", "never paid", "refused again",
        (H.REFUSED, H.REOPENED), (H.STOPPED, H.REOPENED), (H.WITHDRAWN, H.REOPENED), (H.PAYMENT_ASKED, H.WITHDRAWN),
        (H.PAYMENT_ASKED, H.STOPPED), (H.HANDED_OVER, H.HANDED_OVER), (H.REOPENED, H.EXTENDED),
        (H.REOPENED, H.SUPPLEMENT_ASKED), *(set(H) - {H.SUBMITTED}),
    ]  # fmt: skip
    assert [variant for variant in wanted if not seen[variant]] == []


def test_offices_add_to_it_while_they_are_open(snapshots: list[tuple[Moment, Json]]) -> None:
    for moment, _ in snapshots:
        assert is_working_day(moment.at // SECONDS_PER_DAY)
        assert 7 * HOUR <= moment.at % SECONDS_PER_DAY <= 17 * HOUR


def test_records_tell_it(snapshots: list[tuple[Moment, Json]]) -> None:
    for moment, record in snapshots:
        match moment.what:
            case H.PAYMENT_ASKED:
                assert record["TrangThaiHoSo"] == "6"
                assert record["BuocXuLy"] in ("chuyen_vien", "cho_ky")
                assert record["GiuTu"] < compact(moment.at)
            case H.HANDED_OVER:
                assert (record["MaDonViXuLy"], record["GiuTu"]) == (moment.agency, compact(moment.at))
                assert record["MaDonViGiaiQuyet"] == ""
            case H.HANDED_BACK:
                assert (record["MaDonViXuLy"], record["GiuTu"]) == ("", compact(moment.at))
            case H.REOPENED:
                assert (record["TrangThaiHoSo"], record["NgayTuChoi"]) == ("4", "")
                assert all(entry["NgayTiepNhanBoSung"] for entry in record["DanhSachHoSoBoSung"])


def test_a_payment_that_is_waited_for_is_in_the_feed_of_payments(rich: World) -> None:
    for dossier in rich.dossiers:
        when = {moment.what: moment.at for moment in dossier.moments}
        if H.PAYMENT_ASKED in when:
            payment = draw_payment(dossier)
            assert payment
            record = payment_record(payment, rich.as_of + 365 * SECONDS_PER_DAY)
            assert record["NgayYeuCau"] == compact(when[H.PAYMENT_ASKED])
            assert record["NgayThuPhi"] == compact(when.get(H.PAYMENT_MADE))
            assert paid_online(dossier) == "0"


def test_events_tell_the_holder_as_the_record_does_and_have_keys_of_their_own(rich: World) -> None:
    feeds = build_feeds(rich, rich.as_of, plant(rich.dossiers, rich.defects))
    events: list[Any] = [feeds["events"].record(item) for _, _, item in feeds["events"].rows]
    assert len({event_key(event) for event in events}) == len(events)
    last = {event["MaHoSo"]: event for event in sorted(events, key=lambda event: event["ThoiDiemXuLy"])}
    elsewhere = 0
    for _, _, item in feeds["dossiers"].rows:
        record: Any = feeds["dossiers"].record(item)
        if record["NgayKetThucXuLy"] == "":
            assert last[record["MaHoSo"]]["MaDonViXuLy"] == (record["MaDonViXuLy"] or record["MaDonVi"])
            elsewhere += record["MaDonViXuLy"] not in ("", record["MaDonViGiaiQuyet"])
    assert elsewhere > 3


def test_what_is_told_is_as_the_contract_says(rich: World) -> None:
    contract = schemathesis.openapi.from_path(DESCRIPTION)
    with running_source(rich) as source:
        for feed in ("dossiers", "events", "payments"):
            case = contract[f"/v1/{feed}"]["GET"].Case(query={"limit": 1000, "since": "2026-09-01T00:00:00+07:00"})
            case.call_and_validate(base_url=source.url, headers={"Authorization": f"Bearer {source.token}"})
