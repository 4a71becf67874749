"""The signing package of an area and period, and which documents a period needs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import onestop
from onestop.publish.rankings import publish_pending
from onestop.sheets.objections import decision_sheet, objection_sheet
from onestop.show.documents import DocumentRequest, find_documents, write_documents
from onestop.show.package import NothingPublishedError, signing_package
from tests.publish.scoring import MARCH, give
from tests.sheets.handing_in import CONFIRMATION, DECISION, OBJECTION, as_csv, hand_in, two_communes
from tests.support.scripted import dossier, scripted_source
from tests.support.warehouse import Warehouse


@pytest.fixture
def published(warehouse: Warehouse, tmp_path: Path) -> Warehouse:
    """2 April: the ranking of March is out; one commune objected, confirmed its form, and its figures moved since."""
    warehouse.keep_periods("month")
    warehouse.execute("DELETE FROM audit.clock")
    warehouse.set_clock("2026-04-01T07:00:00+07:00")
    end = {"TrangThaiHoSo": "10", "CapNhatLuc": "2026-03-31T17:00:00+07:00"}
    read(
        warehouse,
        dossier("A-1", **end, NgayKetThucXuLy="20260304080000"),
        dossier("A-2", **end, NgayKetThucXuLy="20260312080000"),
        as_of="2026-04-01T06:00:00+07:00",
    )
    publish_pending(warehouse.engine)
    which = {"Mã bảng xếp hạng": "1", "Chỉ tiêu": "on_time_rate_06a", "Mã hồ sơ": "A-2"}
    warehouse.set_clock("2026-04-02T07:00:00+07:00")
    hand_in(warehouse, tmp_path, "objections/a.csv", as_csv({**OBJECTION, **which}))
    hand_in(warehouse, tmp_path, "objection_decisions/a.csv", as_csv({**DECISION, **which}))
    hand_in(warehouse, tmp_path, "form_confirmations/a.csv", as_csv(CONFIRMATION))
    return warehouse


def read(warehouse: Warehouse, *dossiers: Any, as_of: str) -> None:
    with scripted_source(two_communes(*dossiers, as_of=as_of)) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()


def pages(content: bytes) -> dict[str, list[list[Any]]]:
    """Return the rows of each page of a workbook."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in workbook.worksheets}


def test_the_package_says_what_is_signed(published: Warehouse) -> None:
    found = pages(signing_package(published.engine, "H57", MARCH))
    assert list(found) == [
        "Tổng quan", "Xếp hạng 1", "Kiến nghị", "Biểu II.06a", "Đối chiếu kỳ trước", "Nguồn dữ liệu",
    ]  # fmt: skip
    cover = {row[0]: row[1] for row in found["Tổng quan"] if row[0]}
    assert cover["Địa bàn"] == "Thành phố Huế"
    assert cover["Kỳ"] == "Tháng 3 năm 2026 (từ ngày 01/03/2026 đến ngày 31/03/2026)"
    ranking = cover["Xếp hạng theo tỷ lệ đúng hạn (biểu II.06a)"]
    assert ranking.startswith("Bảng xếp hạng số 1, Dự kiến, phiên bản 1; dữ liệu nguồn lúc 6 giờ 00 ngày 01/04/2026")
    assert f", số liệu do onestop {onestop.__version__} tính. Công bố lần đầu sau khi kỳ kết thúc." in ranking
    assert [row[:5] for row in found["Xếp hạng 1"][1:]] == [
        ["Thứ hạng", "Kỳ trước", "Đơn vị", "Tổng điểm", "Tăng/giảm điểm"],
        [1, None, "Phường Thuận Hóa", 50, None],
        [None, None, "Phường Phú Xuân", None, None],
    ]
    assert found["Kiến nghị"][2] == [
        1, "Phường Thuận Hóa", "Tỷ lệ đúng hạn (theo biểu II.06a)", "A-2", "Cơ quan khác giữ hồ sơ", "Công văn 8/UBND",
        "Chấp nhận", "Có văn bản xác nhận", 50, 100,
    ]  # fmt: skip
    forms = found["Biểu II.06a"]
    assert forms[1][:5] == ["Đơn vị", "Trạng thái biểu", "Số văn bản", "Thay đổi sau xác nhận", "Tổng số (3)"]
    states = {row[0]: (row[1], row[3], row[4]) for row in forms[2:]}
    assert states == {
        "Phường Phú Xuân": ("Dự thảo", None, 0),
        "Phường Thuận Hóa": ("Đã xác nhận", None, 2),
        "Tổng cộng": (None, None, 2),
    }
    assert {row[0] for row in found["Nguồn dữ liệu"][2:]} == {"scripted"}


def test_a_form_that_moved_after_it_was_confirmed_is_marked(published: Warehouse) -> None:
    late = dossier("A-3", TrangThaiHoSo="10", NgayKetThucXuLy="20260305080000", CapNhatLuc="2026-04-02T05:00:00+07:00")
    read(published, late, as_of="2026-04-02T06:00:00+07:00")
    rows = pages(signing_package(published.engine, "H57", MARCH))["Biểu II.06a"]
    moved = next(row for row in rows if row[0] == "Phường Thuận Hóa")
    assert moved[1:5] == ["Đã xác nhận", None, "Có", 2], "it is signed as it was confirmed"


def test_without_a_ranking_there_is_no_package(warehouse: Warehouse) -> None:
    with pytest.raises(NothingPublishedError, match="no ranking of H57 was published for month:2026-03"):
        signing_package(warehouse.engine, "H57", MARCH)


def wanted(*unit_codes: str) -> DocumentRequest:
    return DocumentRequest("H57", MARCH, unit_codes, "receiving")


def test_which_documents_are_wanted(published: Warehouse) -> None:
    both = find_documents(published.engine, wanted())
    assert (both.unit_codes, both.open_rankings) == (("00745", "19753"), (1,))
    assert find_documents(published.engine, wanted("19753")).unit_codes == ("19753",)
    published.set_clock("2026-04-06T07:00:00+07:00")
    publish_pending(published.engine)
    assert find_documents(published.engine, wanted()).open_rankings == ()


def test_each_document_is_a_file_of_the_area_and_period(published: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    written = write_documents(published.engine, folder, wanted("19753"), objection_sheet, decision_sheet)
    assert {path.parent for path in written} == {folder / "h57" / "month_2026-03-01_2026-03-31"}
    assert {path for path in folder.rglob("*") if path.is_file()} == set(written)
    assert {path.name: openpyxl.load_workbook(path).worksheets[0]["A1"].value for path in written} == {
        "ky-duyet.xlsx": "Hồ sơ ký duyệt kết quả giải quyết thủ tục hành chính",
        "ket-luan-kien-nghi-1.xlsx": "Mã bảng xếp hạng",
        "bieu-ii06a-19753.xlsx": "Biểu số II.06a/VPCP/KSTT",
        "kien-nghi-1-19753.xlsx": "Mã bảng xếp hạng",
    }


def test_names_that_look_like_formulas_stay_text(published: Warehouse) -> None:
    give(published, "19753", {"resolved_timely": 1, "resolved_total": 1})
    published.execute("UPDATE core.unit SET name = '=1+1' WHERE unit_code = '19753'")
    rows = pages(signing_package(published.engine, "H57", MARCH))["Xếp hạng 1"]
    assert rows[2][2] == "=1+1"
    workbook = openpyxl.load_workbook(io.BytesIO(signing_package(published.engine, "H57", MARCH)))
    assert workbook["Xếp hạng 1"]["C3"].data_type == "s"
