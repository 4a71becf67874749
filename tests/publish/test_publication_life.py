"""A fortnight of a ranking: preliminary, objections, official, a change that is too small, a correction."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop.publish.rankings import Check, Plans, UnsoundFiguresError, publish_pending, unchecked
from onestop.sheets.objections import decision_sheet, objection_sheet
from onestop.show.pages import render_pages
from tests.publish.scoring import MARCH
from tests.sheets.handing_in import errors_beside, hand_in, saved, two_communes
from tests.support.scripted import Record, dossier
from tests.support.warehouse import Warehouse

FIRST, OTHER = "19753", "00745"
TIMELY, LATE = "20260304080000", "20260312080000"
UNITS = {"A": "H57.31.01", "B": "H57.31.02"}


def ended(code: str, at: str, told: str = "2026-03-31T17:00:00+07:00") -> Record:
    """Return a dossier of March that ended then, as its source told it."""
    return dossier(code, MaDonVi=UNITS[code[0]], TrangThaiHoSo="10", NgayKetThucXuLy=at, CapNhatLuc=told)


def day(warehouse: Warehouse, date: str, *dossiers: Record, check: Check = unchecked) -> list[tuple[str, int, str]]:
    """Let a day of April begin, with what the source tells anew; return what is published at 7:00."""
    warehouse.set_clock(f"{date}T07:00:00+07:00")
    if dossiers:
        tell(warehouse, date, *dossiers)
    warehouse.refresh()
    published = publish_pending(warehouse.engine, check)
    rows = warehouse.query(
        "SELECT period_id, version, status FROM mart.publication WHERE publication_id = ANY(%(ids)s) "
        "ORDER BY publication_id",
        {"ids": published},
    )
    return [tuple(row) for row in rows]


def tell(warehouse: Warehouse, date: str, *dossiers: Record) -> None:
    """Read what the source tells anew on a morning."""
    warehouse.read_script(two_communes(*dossiers, as_of=f"{date}T06:00:00+07:00"), every_feed=True)


@pytest.fixture(scope="module")
def first_of_april(module_warehouse: Warehouse) -> Warehouse:
    """1 April: the ranking of March is out, 90 points before 80."""
    module_warehouse.keep_periods("month")
    module_warehouse.execute("DELETE FROM audit.clock")
    module_warehouse.execute("UPDATE mart.publication_plan SET correction_days = 3, correction_points = 15")
    dossiers = [ended(f"A-{number}", LATE if number == 9 else TIMELY) for number in range(10)]
    dossiers += [ended(f"B-{number}", LATE if number >= 8 else TIMELY) for number in range(10)]
    assert day(module_warehouse, "2026-04-01", *dossiers) == [(MARCH, 1, "preliminary")]
    return module_warehouse


@pytest.fixture
def april(copied: Callable[[Warehouse], Warehouse], first_of_april: Warehouse) -> Warehouse:
    """A copy of it, to change."""
    return copied(first_of_april)


def filled_in(sheet: bytes, rows: dict[str, dict[str, str]]) -> bytes:
    """Return a sheet with cells filled in, by dossier and heading."""
    workbook = openpyxl.load_workbook(io.BytesIO(sheet))
    page = workbook.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        for heading, text in rows.get(page.cell(row, heads["Mã hồ sơ"]).value, {}).items():
            page.cell(row, heads[heading], text)
    return saved(workbook)


def dossiers_of(sheet: bytes) -> list[str]:
    """Return the dossiers that a sheet lists."""
    page = openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    return [page.cell(row, heads["Mã hồ sơ"]).value for row in range(2, page.max_row + 1)]


OBJECTION = {
    "Nguyên nhân": "Cơ quan khác giữ hồ sơ", "Minh chứng": "Công văn 8/UBND",
    "Chức danh người kiến nghị": "Chủ tịch UBND phường",
}  # fmt: skip


def publication(warehouse: Warehouse, version: int) -> int:
    """Return the id of a version."""
    return int(warehouse.query(f"SELECT publication_id FROM mart.publication WHERE version = {version}")[0][0])


def on_time(warehouse: Warehouse, version: int, unit_code: str) -> dict[str, bool]:
    """Return the dossiers behind the figure of a version, and whether they count as on time."""
    rows = warehouse.query(
        "SELECT record_key, numerator FROM mart.explain(%(id)s, %(unit)s, 'on_time_rate_06a')",
        {"id": publication(warehouse, version), "unit": unit_code},
    )
    return {row.record_key: row.numerator == 1 for row in rows}


def object_and_decide(warehouse: Warehouse, folder: Path) -> None:
    """Let both communes object to one late dossier each; one is accepted, one refused."""
    first = publication(warehouse, 1)
    warehouse.set_clock("2026-04-02T09:00:00+07:00")
    for unit_code, late, others in ((FIRST, "A-9", ["A-9"]), (OTHER, "B-8", ["B-8", "B-9"])):
        sheet = objection_sheet(warehouse.engine, first, unit_code)
        assert dossiers_of(sheet) == others
        filled = filled_in(sheet, {late: OBJECTION})
        assert hand_in(warehouse, folder, f"objections/{unit_code}.xlsx", filled)["accepted"] == 1
    decisions = decision_sheet(warehouse.engine, first)
    assert sorted(dossiers_of(decisions)) == ["A-9", "B-8"]
    post = {"Chức danh người kết luận": "Trưởng phòng Kiểm soát TTHC"}
    filled = filled_in(
        decisions,
        {
            "A-9": {"Kết luận": "Chấp nhận", "Lý do": "Có văn bản của Công an xã", **post},
            "B-8": {"Kết luận": "Không chấp nhận", "Lý do": "Hồ sơ do đơn vị giữ", **post},
        },
    )
    assert hand_in(warehouse, folder, "objection_decisions/a.xlsx", filled)["accepted"] == 1


def test_a_fortnight(april: Warehouse, tmp_path: Path) -> None:
    object_and_decide(april, tmp_path)
    assert day(april, "2026-04-03") == [], "units may object until the end of the day"
    assert day(april, "2026-04-06") == [(MARCH, 2, "official")]
    late = ended("B-7", LATE, "2026-04-07T05:00:00+07:00")
    assert day(april, "2026-04-07", late) == []
    assert day(april, "2026-04-08") == []
    assert day(april, "2026-04-09") == [], "ten points of fifteen, and no rank"
    late = ended("B-6", LATE, "2026-04-10T05:00:00+07:00")
    assert day(april, "2026-04-10", late) == []
    assert day(april, "2026-04-13") == [], "changes are collected to the next cut-off"
    assert day(april, "2026-04-14") == [(MARCH, 3, "correction")]
    assert day(april, "2026-04-15") == []
    assert [tuple(row) for row in publications(april)] == [
        (1, "preliminary", "2026-04-01", "Công bố lần đầu sau khi kỳ kết thúc"),
        (
            2, "official", "2026-04-06",
            "Hết thời hạn kiến nghị: 1 kiến nghị được chấp nhận, 1 không được chấp nhận",
        ),
        (
            3, "correction", "2026-04-14",
            "Số liệu của kỳ thay đổi: 0 đơn vị đổi thứ hạng, điểm thay đổi nhiều nhất 20,00",
        ),
    ]  # fmt: skip
    checks = april.query(
        "SELECT checked_on::text, ranks_changed, points_changed, is_due FROM audit.correction_check ORDER BY checked_on"
    )
    assert [tuple(row) for row in checks] == [("2026-04-09", 0, 10, False), ("2026-04-14", 0, 20, True)]
    scores = april.query("SELECT version, unit_code, score FROM mart.ranking ORDER BY version, unit_code")
    assert [tuple(row) for row in scores] == [
        (1, OTHER, 80), (1, FIRST, 90), (2, OTHER, 80), (2, FIRST, 90), (3, OTHER, 60), (3, FIRST, 90),
    ]  # fmt: skip
    first = {f"B-{number}": number < 8 for number in range(10)}
    assert on_time(april, 1, OTHER) == on_time(april, 2, OTHER) == first
    assert on_time(april, 3, OTHER) == {**first, "B-6": False, "B-7": False}


def publications(warehouse: Warehouse) -> Any:
    return warehouse.query(
        "SELECT version, status, (published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date::text, reason "
        "FROM mart.publication ORDER BY publication_id"
    )


def test_what_was_accepted_stands_beside_the_figure_and_does_not_change_it(april: Warehouse, tmp_path: Path) -> None:
    object_and_decide(april, tmp_path)
    rows = april.query(
        "SELECT unit_code, dossiers, numerator, numerator_after, points, points_after FROM mart.explained_score"
    )
    assert [tuple(row) for row in rows] == [(FIRST, 1, 9, 10, 90, 100)]
    day(april, "2026-04-06")
    assert april.query(f"SELECT score FROM mart.ranking WHERE unit_code = '{FIRST}' AND version = 2")[0].score == 90
    preliminary, official = (
        (april.settings.site_dir / path).read_text(encoding="utf-8")
        for path in sorted(render_pages(april.engine, april.settings))
    )
    assert "sau giải trình" not in preliminary, "a page never changes"
    cells = ("9/10, 90,00 điểm", "10/10, 100,00 điểm")
    assert all(f"<td>{cell}</td>" in official for cell in cells)


def test_an_objection_that_is_not_decided_keeps_the_ranking_preliminary(april: Warehouse, tmp_path: Path) -> None:
    april.set_clock("2026-04-02T09:00:00+07:00")
    sheet = objection_sheet(april.engine, publication(april, 1), FIRST)
    hand_in(april, tmp_path, "objections/a.xlsx", filled_in(sheet, {"A-9": OBJECTION}))
    assert day(april, "2026-04-06") == []


def test_a_rank_that_changed_is_corrected_whatever_the_points(april: Warehouse) -> None:
    assert day(april, "2026-04-06") == [(MARCH, 2, "official")]
    april.execute("UPDATE mart.publication_plan SET correction_points = 100")
    late = [ended(f"A-{number}", LATE, "2026-04-07T05:00:00+07:00") for number in (7, 8)]
    assert day(april, "2026-04-07", *late) == []
    assert day(april, "2026-04-09") == [(MARCH, 3, "correction")]
    assert publications(april)[-1].reason.startswith("Số liệu của kỳ thay đổi: 2 đơn vị đổi thứ hạng")


def moved_once(warehouse: Warehouse, date: str, late: Record, seen: list[str]) -> Check:
    """Return a check during which, at its first time, the writer takes one more late dossier into the figures."""

    def check(plans: Plans) -> list[str]:
        seen.append(plans[0]["figures_state"])
        if len(seen) == 1:
            tell(warehouse, date, late)
            # It would wait for ever if the figures were locked meanwhile.
            warehouse.refresh()
        return []

    return check


def test_figures_that_move_while_they_are_checked_are_checked_again(april: Warehouse) -> None:
    seen: list[str] = []
    late = ended("A-8", LATE, "2026-04-05T05:00:00+07:00")
    assert day(april, "2026-04-06", check=moved_once(april, "2026-04-06", late, seen)) == [(MARCH, 2, "official")]
    assert len(seen) == len(set(seen)) == 2
    score = f"SELECT score FROM mart.ranking WHERE unit_code = '{FIRST}' ORDER BY version DESC LIMIT 1"
    assert april.query(score)[0].score == 80, "what was checked is what was published"

    seen.clear()
    lates = [ended(f"A-{number}", LATE, "2026-04-07T05:00:00+07:00") for number in (6, 7)]
    another = ended("A-5", LATE, "2026-04-08T05:00:00+07:00")
    check = moved_once(april, "2026-04-09", another, seen)
    assert day(april, "2026-04-09", *lates, check=check) == [(MARCH, 3, "correction")]
    assert len(seen) == len(set(seen)) == 2
    assert april.query(score)[0].score == 50
    assert april.query("SELECT points_changed FROM audit.correction_check")[0].points_changed == 30


def test_a_correction_whose_figures_are_not_sound_is_tried_again(april: Warehouse) -> None:
    assert day(april, "2026-04-06") == [(MARCH, 2, "official")]
    lates = [ended(f"A-{number}", LATE, "2026-04-07T05:00:00+07:00") for number in (7, 8)]
    with pytest.raises(UnsoundFiguresError, match=r"are not published, their figures are not sound: Sai\."):
        day(april, "2026-04-09", *lates, check=lambda _: ["Sai."])
    assert april.query("SELECT 1 FROM audit.correction_check") == []
    assert day(april, "2026-04-09") == [(MARCH, 3, "correction")]


def test_after_a_year_nothing_is_corrected(april: Warehouse) -> None:
    day(april, "2026-04-06")
    late = [ended(f"A-{number}", LATE, "2026-04-07T05:00:00+07:00") for number in (7, 8)]
    april.execute("UPDATE mart.publication_plan SET corrected_for = '8 days'")
    day(april, "2026-04-07", *late)
    assert day(april, "2026-04-09") == []


def faults_of(warehouse: Warehouse, folder: Path, kind: str, content: bytes) -> Iterator[str]:
    assert hand_in(warehouse, folder, f"{kind}/x.xlsx", content)["refused"] == 1
    yield from (errors_beside(folder, f"{kind}/x.xlsx") or "").splitlines()


def test_an_objection_after_its_time_is_refused(april: Warehouse, tmp_path: Path) -> None:
    sheet = filled_in(objection_sheet(april.engine, publication(april, 1), FIRST), {"A-9": OBJECTION})
    april.set_clock("2026-04-04T09:00:00+07:00")
    faults = "\n".join(faults_of(april, tmp_path, "objections", sheet))
    assert "cột «Mã bảng xếp hạng»: đã hết thời hạn kiến nghị, đến hết ngày 03/04/2026." in faults


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Mã bảng xếp hạng": "77"}, "không có bảng xếp hạng dự kiến mang mã này"),
        ({"Mã bảng xếp hạng": "một"}, "không có bảng xếp hạng dự kiến mang mã này"),
        ({"Mã đơn vị": "H57"}, "đơn vị không có trong bảng xếp hạng này"),
        ({"Chỉ tiêu": "online_rate"}, "bảng xếp hạng này không tính chỉ tiêu đó"),
        ({"Nguyên nhân": "Trời mưa"}, "không có nguyên nhân này trong danh mục"),
        ({"Minh chứng": ""}, "cột «Minh chứng»: ô còn trống"),
        ({"Chức danh người kiến nghị": ""}, "cột «Chức danh người kiến nghị»: ô còn trống"),
    ],
)
def test_what_an_objection_must_say(april: Warehouse, tmp_path: Path, changed: dict[str, str], fault: str) -> None:
    sheet = objection_sheet(april.engine, publication(april, 1), FIRST)
    content = filled_in(sheet, {"A-9": {**OBJECTION, **changed}})
    assert any(fault in line for line in faults_of(april, tmp_path, "objections", content))


def test_only_what_was_objected_is_decided(april: Warehouse, tmp_path: Path) -> None:
    decision = {"Kết luận": "Chấp nhận", "Lý do": "Đúng", "Chức danh người kết luận": "Trưởng phòng"}
    rows = objection_sheet(april.engine, publication(april, 1), FIRST)
    listed = openpyxl.load_workbook(io.BytesIO(rows)).worksheets[0]
    head = ["Mã bảng xếp hạng", "Mã đơn vị", "Chỉ tiêu", "Mã hồ sơ", *decision]
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    page.append(head)
    page.append([listed.cell(2, 1).value, FIRST, "on_time_rate_06a", "A-9", *decision.values()])
    lines = faults_of(april, tmp_path, "objection_decisions", saved(workbook))
    assert any("đơn vị không kiến nghị về hồ sơ và chỉ tiêu này" in line for line in lines)


def test_a_decision_comes_before_the_official_version(april: Warehouse, tmp_path: Path) -> None:
    sheet = filled_in(objection_sheet(april.engine, publication(april, 1), FIRST), {"A-9": OBJECTION})
    day(april, "2026-04-06")
    lines = faults_of(april, tmp_path, "objections", sheet)
    assert any("hoặc đã có bản chính thức" in line for line in lines)
