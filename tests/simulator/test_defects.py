"""What is planted shows in the records, is listed, and leaves a truth that the right treatment gives."""

import csv
import json
import re
import unicodedata
from collections import Counter
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from simulator.catalogue import LimitUnit
from simulator.defects import BY_NAME, DEFECTS, Defects, Disposition
from simulator.localtime import VIETNAM, date_of, day_number, moment_of
from simulator.planted import Planted, list_planted, quarantined_codes
from simulator.source import Source
from simulator.truth import ALL_SECTORS, calendar_months, count_form, write_truth
from simulator.world import Scale, World, build_world

pytestmark = pytest.mark.slow

Json = dict[str, Any]
MESSY = Scale(dossiers=5_000, communes=10, defects=Defects.profile())
NOT_IN_RECORDS = {15, 21, 36, 39}
FLOWS = (
    "received_online",
    "received_direct_postal",
    "resolved_early",
    "resolved_on_time",
    "resolved_overdue",
    "resolved_no_due_date",
    "withdrawn",
    "refused",
    "stopped",
)


@lru_cache(maxsize=1)
def clean_records(feed: str) -> dict[str, Json]:
    return keyed(rows(world_with(), feed), feed)


def world_with(dossiers: int = 250, **rates: float) -> World:
    return build_world(Scale(dossiers=dossiers, communes=6, defects=Defects(**rates)))


def rows(world: World, feed: str) -> list[Json]:
    return told(Source(world, "s"), feed)


def told(source: Source, feed: str) -> list[Json]:
    records: list[Json] = []
    cursor = None
    while True:
        page = source.page(feed, None, cursor, 1000, None)
        records += [msgspec.json.decode(record) for record in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return records


@pytest.fixture(scope="module")
def messy() -> World:
    return build_world(MESSY)


@pytest.fixture(scope="module")
def planted(messy: World) -> list[Planted]:
    return list_planted(messy)


def test_every_defect_has_a_rate_and_every_number_a_place() -> None:
    assert {field.name for field in fields(Defects)} == set(BY_NAME)
    assert len(BY_NAME) == len(DEFECTS)
    assert {defect.number for defect in DEFECTS} == set(range(1, 40)) - NOT_IN_RECORDS
    for defect in DEFECTS:
        assert re.fullmatch(r"([a-z]+_)*[a-z]+|", defect.rule_id)
        if defect.disposition in (Disposition.FLAGGED, Disposition.QUARANTINED, Disposition.REPAIRED):
            assert defect.rule_id


@pytest.mark.slow
def test_the_profile_plants_all_of_them(planted: list[Planted]) -> None:
    assert {one.name for one in planted} == set(BY_NAME)


def test_by_default_nothing_is_wrong() -> None:
    assert not Defects()
    assert list_planted(build_world(Scale(dossiers=50))) == []
    assert quarantined_codes(build_world(Scale(dossiers=50))) == frozenset()


def test_rates_are_shares() -> None:
    with pytest.raises(ValueError, match="deleted"):
        Defects(deleted=1.5)


def test_a_rate_is_kept() -> None:
    listed = list_planted(world_with(3_000, missing_channel=0.1))
    assert 250 < len(listed) < 350


@pytest.mark.slow
def test_the_same_seed_plants_the_same(messy: World, planted: list[Planted]) -> None:
    again = build_world(MESSY)
    assert list_planted(again) == planted
    assert again == messy


@pytest.mark.parametrize("name", [defect.name for defect in DEFECTS if defect.name != "reused_code"])
def test_a_defect_alone_changes_records_and_is_listed_with_all_it_changes(name: str) -> None:
    spoilt = world_with(**{name: 1.0})
    feed = BY_NAME[name].feed
    before, after = clean_records(feed), keyed(rows(spoilt, feed), feed)
    if name == "unknown_to_platform":
        assert before == after
        return
    listed = {one.record_key for one in list_planted(spoilt) if one.name == name}
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if name in ("two_codes", "lying_copy"):
        assert listed == after.keys() - before.keys()
    elif name == "late_update":
        assert changed & after.keys() <= listed
    elif name == "duplicate_row":
        assert changed == set()
        assert listed == {key for key, times in Counter(keys(rows(spoilt, feed), feed)).items() if times == 2}
    else:
        assert changed == listed
    assert listed


def keys(records: list[Json], feed: str) -> list[str]:
    lowered = [{name.lower(): value for name, value in record.items()} for record in records]
    match feed:
        case "dossiers":
            return [record["mahoso"] for record in lowered]
        case "payments":
            return [record["mayeucau"] for record in lowered]
        case "surveys":
            return [f"{record['madanhgia']}|{record['tieuchi']}" for record in lowered]
    return [
        record["masukien"] or f"{record['mahoso']}|{record['thoidiemxuly']}|{record['trangthai']}" for record in lowered
    ]


def keyed(records: list[Json], feed: str) -> dict[str, Json]:
    return dict(zip(keys(records, feed), records, strict=True))


def test_a_reused_code_hides_the_later_dossier_everywhere() -> None:
    messy = world_with(800, reused_code=0.1)
    reused, hidden = {one.record_key for one in list_planted(messy)}, quarantined_codes(messy)
    listed = Counter(keys(rows(messy, "dossiers"), "dossiers"))
    assert len(reused) == len(hidden) > 20
    assert all(listed[code] == 2 for code in reused)
    assert not any(listed[code] for code in hidden)
    for feed in ("events", "payments", "surveys", "feedback", "interlinked"):
        assert not hidden & {record["MaHoSo"] for record in rows(messy, feed)}
    by_code: dict[str, list[Json]] = {}
    for record in rows(messy, "dossiers"):
        by_code.setdefault(str(record.get("MaHoSo")), []).append(record)
    for code in reused:
        first, second = by_code[code]
        assert first["MaTTHC"] != second["MaTTHC"]
        assert first["NgayTiepNhan"][:8] != second["NgayTiepNhan"][:8]
        assert first["CapNhatLuc"] < second["CapNhatLuc"]


@pytest.mark.slow
def test_figures_need_no_quarantined_record(messy: World) -> None:
    months = calendar_months()
    with_all, without = count_form(messy, months), count_form(messy, months, without=quarantined_codes(messy))
    assert sum(row.received_total for row in with_all.values()) > sum(row.received_total for row in without.values())


CLOCKS = [datetime(2026, month, day, 6, tzinfo=VIETNAM) for month, day in ((1, 20), (3, 9), (3, 10), (6, 1), (10, 1))]


@pytest.mark.slow
@pytest.mark.parametrize("clocks", [CLOCKS[-1:], CLOCKS[1:2], CLOCKS], ids=["at the end", "in March", "step by step"])
def test_the_truth_is_what_the_right_treatment_of_the_records_gives(clocks: list[datetime]) -> None:
    """A small pipeline of its own: reads dossiers and events, treats them as DEFECTS says, counts flows."""
    world = build_world(replace(MESSY, as_of=clocks[0]))
    form = count_form(world, calendar_months(), moment_of(clocks[-1]), quarantined_codes(world))
    wanted = {
        (unit, period.start, column): figure
        for (unit, period, sector), row in form.items()
        if sector == ALL_SECTORS
        for column in FLOWS
        if (figure := getattr(row, column))
    }
    pipeline, source = Pipeline(world), Source(world, "s")
    for clock in clocks:
        source.set_clock(clock)
        pipeline.read(source)
    assert pipeline.flows() == wanted
    assert len({column for _, _, column in wanted}) == len(FLOWS)


class Pipeline:
    """How a reader might understand the feeds of a messy world."""

    def __init__(self, world: World) -> None:
        self.usable: dict[str, Json] = {}
        self.ends: dict[str, datetime] = {}
        self.units: dict[str, str] = {}
        for commune in world.communes:
            leaf = commune.agency_code.split(".")
            for alias in (commune.agency_code, commune.statistical_code, f"000.{leaf[2]}.{leaf[1]}.{leaf[0]}"):
                self.units[alias] = commune.statistical_code
        self.in_hours = {
            procedure.national_code for procedure in world.procedures if procedure.limit_unit is LimitUnit.HOURS
        }

    def read(self, source: Source) -> None:
        for event in told(source, "events"):
            if event["TrangThai"] in ("9", "10") and event["DaXoa"] == "0":
                self.ends.setdefault(event["MaHoSo"], moment(event["ThoiDiemXuLy"]))
        as_of = datetime.fromisoformat(source.as_of)
        for sent in told(source, "dossiers"):
            record = {name.lower(): value if value is not None else "" for name, value in sent.items()}
            code = record["mahoso"]
            if not code.startswith("000.00.00.G22") and not quarantined(record, self.usable.get(code), as_of):
                self.usable[code] = record

    def flows(self) -> dict[tuple[str, Any, str], int]:
        counted: Counter[tuple[str, Any, str]] = Counter()
        for record in self.usable.values():
            deleted = record["daxoa"] == "1"
            if not deleted and "test" not in record["email"]:
                for when, column in self.columns(record):
                    counted[self.unit(record), when.date().replace(day=1), column] += 1
        return dict(counted)

    def unit(self, record: Json) -> str:
        return self.units.get(record["madonvi"]) or self.units[record["mahoso"][:9]]

    def columns(self, record: Json) -> list[tuple[datetime, str]]:
        status = str(record["trangthaihoso"])
        received = moment(record["ngaytiepnhan"])
        if received is None and status not in ("1", "3"):
            received = moment(record["ngaynophoso"])
        if received is None:
            return []
        online = str(record.get("kenhthuchien", "")) == "2"
        found = [(received, "received_online" if online else "received_direct_postal")]
        if status in ("9", "10"):
            end = moment(record["ngayketthucxuly"])
            if end is None or end < received:
                end = self.ends[record["mahoso"]]
            found.append((end, self.resolution(end, moment(record["ngayhentra"]), record["matthc"])))
        elif status in ("3", "7", "8"):
            column = {"3": "refused", "7": "withdrawn", "8": "stopped"}[status]
            found.append((moment(record["ngaytuchoi"]), column))
        return found

    def resolution(self, end: datetime, due: datetime | None, procedure: str) -> str:
        if due is None:
            return "resolved_no_due_date"
        national = re.match(r"\d\.\d{6}", procedure)
        if national and national.group() in self.in_hours:
            ended, promised = end.replace(second=0), due.replace(second=0)
        else:
            ended, promised = (one.replace(hour=0, minute=0, second=0) for one in (end, due))
        return (
            "resolved_on_time" if ended == promised else ("resolved_early" if ended < promised else "resolved_overdue")
        )


def quarantined(record: Json, known: Json | None, as_of: datetime) -> bool:
    updated = datetime.fromisoformat(record["capnhatluc"])
    received = moment(record.get("ngaytiepnhan", ""))
    before = moment(known.get("ngaytiepnhan", "")) if known else None
    return (
        updated > as_of
        or str(record["trangthaihoso"]) not in map(str, range(1, 11))
        or (received is not None and received > updated + timedelta(days=1))
        or (
            known is not None
            and known["matthc"] != record["matthc"]
            and before is not None
            and received is not None
            and before.date() != received.date()
        )
    )


FORMATS = (
    "%Y%m%d%H%M%S", "%Y%m%d", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%d.%m.%Y",
    "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f%z",
)  # fmt: skip


def moment(text: str) -> Any:
    for shape in FORMATS:
        try:
            when = datetime.strptime(text, shape)  # noqa: DTZ007 - most shapes have no zone
        except ValueError:
            continue
        if len(text) in (6, 7, 15) or when.year < 2000:
            return None
        return when.replace(tzinfo=VIETNAM) if when.tzinfo is None else when.astimezone(VIETNAM)
    return None


def test_late_updates_come_1_to_20_days_late() -> None:
    late = world_with(late_update=1.0)
    for dossier in late.dossiers:
        first = dossier.moments[0]
        assert 86_400 <= dossier.recorded_at(first) - first.at <= 21 * 86_400


def test_texts_are_decomposed_and_nested_lists_are_text() -> None:
    for record in rows(world_with(decomposed_text=1.0), "dossiers"):
        assert not unicodedata.is_normalized("NFC", record["TenTTHC"])
    for record in rows(world_with(json_in_text=1.0), "dossiers"):
        assert isinstance(json.loads(record["DanhSachLePhi"]), list)
    for record in rows(world_with(broken_json_in_text=1.0), "dossiers"):
        with pytest.raises(json.JSONDecodeError):
            json.loads(record["TaiLieuNop"])


def test_the_platform_sees_what_the_office_does_not() -> None:
    def platform(**rates: float) -> dict[str, Json]:
        source = Source(world_with(2_000, **rates), "s")
        days = range(day_number(calendar_months()[0].start) - 1, day_number(calendar_months()[-1].end) + 1)
        bodies = [source.reconciliation(date_of(day)) for day in days]
        return {row["MaThamChieu"]: row for body in bodies if body for row in body["data"]}

    clean = platform()
    assert platform(lost_callback=1.0) == platform(stuck_attempt=1.0) == clean
    missing = clean.keys() - platform(unknown_to_platform=1.0).keys()
    assert {clean[reference]["TrangThaiGD"] for reference in missing} >= {"1"}
    twice = platform(double_paid=1.0)
    assert twice.keys() > clean.keys()
    assert all(row["TrangThaiGD"] == "1" for reference, row in twice.items() if reference not in clean)


def test_duplicate_rows_are_read_at_their_own_places() -> None:
    records = rows(world_with(duplicate_row=1.0), "dossiers")
    places = [(record["CapNhatLuc"], record["MaHoSo"]) for record in records]
    assert places == sorted(places)
    by_code: dict[str, list[Json]] = {}
    for record in records:
        by_code.setdefault(record["MaHoSo"], []).append(record)
    doubled = [pair for pair in by_code.values() if len(pair) == 2]
    assert len(doubled) > 200
    assert all(older["CapNhatLuc"] <= newer["CapNhatLuc"] for pair in doubled for older, newer in pairwise(pair))


@pytest.mark.slow
def test_the_list_is_written_beside_the_truth(messy: World, planted: list[Planted], tmp_path: Path) -> None:
    write_truth(messy, tmp_path)
    with (tmp_path / "defects.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == len(planted)
    assert set(listed[0]) == {"feed", "record_key", "number", "name", "disposition", "rule_id", "reason"}
    assert {row["disposition"] for row in listed} == {"none", "repaired", "flagged", "quarantined"}
