"""Form II.06a: its arithmetic and continuity in a dirty world, how it is printed, confirmed, signed and corrected."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from onestop.publish.rankings import publish_pending
from onestop.show.form_workbook import NoFormError, form_workbook
from onestop.show.package import signing_package
from onestop.show.pages import render_pages
from onestop.show.ranking_workbook import ranking_workbook
from onestop.warehouse.database import WarehouseError
from simulator.defects import Defects
from simulator.world import Scale, build_world
from tests.publish.scoring import MARCH
from tests.sheets.handing_in import CONFIRMATION, SIGNATURE, as_csv, errors_beside, hand_in, two_communes
from tests.support.scripted import Record, dossier, ended
from tests.support.warehouse import Warehouse

APRIL = "month:2026-04-01:2026-04-30"
REPORTED = (
    "month",
    "quarter",
    "half_year",
    "year",
    "report_month",
    "report_quarter",
    "report_half_year",
    "report_year",
)


@pytest.fixture(scope="module")
def dirty(module_warehouse: Warehouse) -> Warehouse:
    """A warehouse that has read a year with every defect and every kind of history."""
    module_warehouse.keep_periods(*REPORTED)
    scale = Scale(dossiers=900, communes=3, rich_histories=True, defects=Defects.profile())
    module_warehouse.read_and_refresh(build_world(scale))
    return module_warehouse


def test_what_is_printed_adds_up_for_every_unit_role_and_period(dirty: Warehouse) -> None:
    rows = dirty.query(
        """
        SELECT
            basis, period_id,
            received_total = received_online + received_direct_postal + carried_over
            AND resolved_total = resolved_early + resolved_on_time + resolved_overdue
            AND in_progress_total = in_progress_within + in_progress_overdue
            AND received_total + transferred_in = resolved_total + in_progress_total + resolved_no_due_date
                + in_progress_no_due_date + paused + withdrawn + refused + stopped + transferred_out AS adds_up
        FROM mart.printed_form
        """
    )
    assert {row.basis for row in rows} == {"receiving", "responsible", "holding"}
    assert {row.period_id.partition(":")[0] for row in rows} == set(REPORTED)
    assert all(row.adds_up for row in rows)


def test_each_period_begins_with_what_the_one_before_ended_with(dirty: Warehouse) -> None:
    rows = dirty.query(
        "SELECT split_part(period_id, ':', 1) AS kind, kind AS outcome, begins_with FROM mart.form_continuity"
    )
    assert {row.kind for row in rows} == set(REPORTED)
    assert {row.outcome for row in rows} == {"continuous"}
    assert sum(row.begins_with for row in rows) > 0


FOLDED = """
    INSERT INTO core.form_folding (area_code, figure, printed_as) VALUES
    ('H57', 'withdrawn', 'resolved_on_time'), ('H57', 'refused', 'resolved_on_time'),
    ('H57', 'paused', 'in_progress_within')
"""


def read(warehouse: Warehouse, *dossiers: Record, as_of: str = "2026-05-02T06:00:00+07:00") -> None:
    warehouse.read_and_refresh(two_communes(*dossiers, as_of=as_of), every_feed=True)


@pytest.fixture
def march(warehouse: Warehouse) -> Warehouse:
    """2 May: of March one dossier early, one overdue, one withdrawn, one open; the open one is open in April too."""
    warehouse.keep_periods("month")
    warehouse.start_clock("2026-05-02T07:00:00+07:00")
    read(
        warehouse,
        ended("A-1", "20260303080000"),
        ended("A-2", "20260312080000"),
        ended("A-3", "20260304080000", "7"),
        dossier("A-4"),
    )
    return warehouse


def printed(warehouse: Warehouse, period_id: str = MARCH) -> dict[str, Any]:
    """Return the total row of 19753 as it would be printed."""
    rows = warehouse.query(
        "SELECT * FROM mart.printed_form WHERE unit_code = '19753' AND basis = 'receiving' AND sector_code = '*' "
        "AND period_id = %(period_id)s AND form_id IS NULL",
        {"period_id": period_id},
    )
    return dict(rows[0]._mapping)


def test_what_has_no_column_is_printed_beside_unless_the_province_folds_it_in(march: Warehouse) -> None:
    plain = printed(march)
    names = ("received_total", "resolved_total", "resolved_on_time", "in_progress_total", "withdrawn", "footnote_vi")
    assert [plain[name] for name in names] == [4, 2, 0, 1, 1, None]
    march.execute(FOLDED)
    folded = printed(march)
    assert [folded[name] for name in names] == [4, 3, 1, 1, 0, "Cột (9) gồm cả 1 hồ sơ công dân rút"]
    stored = march.query(
        "SELECT resolved_on_time, withdrawn FROM mart.form_ii06a WHERE unit_code = '19753' AND basis = 'receiving' "
        "AND sector_code = '*' AND period_id = %(march)s",
        {"march": MARCH},
    )
    assert [tuple(row) for row in stored] == [(0, 1)], "what is stored is never folded"


def test_a_folding_holds_from_a_day_on_and_for_no_form_that_was_published_or_confirmed(
    march: Warehouse, tmp_path: Path
) -> None:
    publish_pending(march.engine)
    hand_in(march, tmp_path, "form_confirmations/a.csv", as_csv(CONFIRMATION))
    with pytest.raises(WarehouseError, match="23001"):
        march.execute(FOLDED)
    later = FOLDED.replace("printed_as)", "printed_as, valid_from)").replace("')", "', '2026-05-31')")
    march.execute(later)
    names = ("publication_id", "form_id", "period_id", "resolved_total", "resolved_on_time", "withdrawn", "footnote_vi")
    rows = march.query(
        f"SELECT {', '.join(names)} FROM mart.printed_form WHERE unit_code = '19753' AND basis = 'receiving' "
        "AND sector_code = '*' AND period_id = %(march)s",
        {"march": MARCH},
    )
    assert len(rows) == 3, "as it is now, as it was confirmed, as it was published"
    assert {tuple(row)[2:] for row in rows} == {(MARCH, 2, 0, 1, None)}
    with pytest.raises(WarehouseError, match="23001"):
        march.execute("UPDATE core.form_folding SET valid_from = '2026-03-31'")
    march.execute("DELETE FROM core.form_folding")


def test_every_surface_shows_the_form_as_it_is_printed(march: Warehouse) -> None:
    march.execute(FOLDED)
    publish_pending(march.engine)
    render_pages(march.engine, march.settings)
    published = march.query(
        "SELECT publication_id FROM mart.publication WHERE period_id = %(march)s", {"march": MARCH}
    )[0].publication_id
    page = (march.settings.site_dir / f"h57/on_time_simple/{MARCH.replace(':', '_')}-v1/don-vi/19753.html").read_text()
    total = re.search(r'<tr class="strong">.*?Tổng cộng</th>(.*?)</tr>', page)
    assert total is not None
    shown = re.findall(r"<td>(\d+)</td>", total[1])
    # (3) to (13), then without due date, waiting, withdrawn, refused, stopped, handed over.
    expected = [4, 0, 4, 0, 3, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    assert [int(cell) for cell in shown] == expected
    assert "Ghi chú: Cột (9) gồm cả 1 hồ sơ công dân rút." in page
    form = cells(form_workbook(march.engine, "19753", "receiving", MARCH))
    assert [form[f"{column}12"] for column in "CDEFGHIJKLM"] == expected[:11]
    sheets = (
        openpyxl.load_workbook(io.BytesIO(ranking_workbook(march.engine, published)))["Biểu II.06a"],
        openpyxl.load_workbook(io.BytesIO(signing_package(march.engine, "H57", MARCH)))["Biểu II.06a"],
    )
    for sheet in sheets:
        head = [cell.value for cell in sheet[2]]
        row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Phường Thuận Hóa")
        first = head.index("Tổng số (3)")
        assert list(row[first : first + 19]) == expected
        assert row[head.index("Ghi chú")] == "Cột (9) gồm cả 1 hồ sơ công dân rút"


def state(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    """Return version, state, number and whether the figures moved, of the form of March."""
    rows = warehouse.query("SELECT version, state, document_number, has_moved FROM mart.form_state")
    return [tuple(row) for row in rows]


def continuity(warehouse: Warehouse) -> tuple[Any, ...]:
    """Return how April goes on from March."""
    row = warehouse.query(
        "SELECT ended_with, begins_with, kind FROM mart.form_continuity WHERE unit_code = '19753' "
        "AND basis = 'receiving' AND sector_code = '*' AND period_id = %(april)s",
        {"april": APRIL},
    )[0]
    return tuple(row)


def test_a_form_is_confirmed_signed_and_corrected(march: Warehouse, tmp_path: Path) -> None:
    def hand(kind: str, row: dict[str, Any], name: str) -> dict[str, int]:
        outcome = hand_in(march, tmp_path, f"{kind}/{name}.csv", as_csv(row))
        return {what: number for what, number in outcome.items() if what != "known"}

    assert hand("form_signatures", SIGNATURE, "early") == {"refused": 1}
    assert "chưa được xác nhận" in (errors_beside(tmp_path, "form_signatures/early.csv") or "")
    assert hand("form_confirmations", CONFIRMATION, "a") == {"accepted": 1}
    assert state(march) == [(1, "confirmed", None, False)]
    assert hand("form_signatures", {**SIGNATURE, "Số văn bản": "16/BC-UBND"}, "a") == {"accepted": 1}
    assert state(march) == [(1, "signed", "16/BC-UBND", False)]
    assert continuity(march) == (1, 1, "continuous")

    late = ended("A-4", "20260330080000", NgayTra="20260330080000", CapNhatLuc="2026-05-02T05:00:00+07:00")
    read(march, late, as_of="2026-05-02T06:30:00+07:00")
    assert state(march) == [(1, "signed", "16/BC-UBND", True)]
    assert continuity(march) == (1, 0, "before_moved")
    assert hand("form_confirmations", {**CONFIRMATION, "Vai trò": "Tiếp nhận"}, "b") == {"accepted": 1}
    assert state(march) == [(2, "confirmed", None, False)]
    assert hand("form_signatures", {**SIGNATURE, "Số văn bản": "17/BC-UBND"}, "b") == {"accepted": 1}
    assert state(march) == [(2, "corrected", "17/BC-UBND", False)]
    assert continuity(march) == (0, 0, "continuous")
    kept = march.query(
        "SELECT form_id, in_progress_total FROM mart.confirmed_form WHERE sector_code = '*' ORDER BY form_id"
    )
    assert [row.in_progress_total for row in kept] == [1, 0]


@pytest.mark.parametrize("table", ["form_confirmation", "confirmed_form", "form_signature"])
def test_what_was_confirmed_stays(warehouse: Warehouse, table: str) -> None:
    with pytest.raises(WarehouseError, match="23001"):
        warehouse.execute(f"DELETE FROM mart.{table}")


def test_a_form_of_an_open_period_is_not_confirmed(march: Warehouse, tmp_path: Path) -> None:
    assert hand_in(march, tmp_path, "form_confirmations/a.csv", as_csv({**CONFIRMATION, "Kỳ": "Tháng 5/2026"})) == {
        "refused": 1
    }
    assert "kỳ chưa kết thúc" in (errors_beside(tmp_path, "form_confirmations/a.csv") or "")


def cells(content: bytes) -> dict[str, Any]:
    """Return what the cells of a workbook hold."""
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value not in (None, "")}


def test_the_workbook_has_the_layout_and_the_figures_of_the_form(march: Warehouse) -> None:
    march.execute(FOLDED)
    content = form_workbook(march.engine, "19753", "receiving", MARCH)
    found = cells(content)
    assert found["A1"] == "Biểu số II.06a/VPCP/KSTT"
    assert found["J1"] == "Đơn vị báo cáo: Phường Thuận Hóa"
    assert found["A3"] == "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
    assert found["A4"] == "Kỳ báo cáo: Tháng 3 năm 2026 (từ ngày 01/03/2026 đến ngày 31/03/2026)"
    assert found["A5"] == "Dự thảo; theo cơ quan tiếp nhận"
    assert [found[f"{column}10"] for column in "ABCDEFGHIJKLM"] == [
        "(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
        "(11)=(12)+(13)", "(12)", "(13)",
    ]  # fmt: skip
    assert [found[f"{column}12"] for column in "BCDEFGHIJKLM"] == ["Tổng cộng", 4, 0, 4, 0, 3, 1, 1, 1, 1, 0, 1]
    assert found["B11"] == "Cư trú"
    assert found["A14"] == "Ghi chú: Cột (9) gồm cả 1 hồ sơ công dân rút."
    assert "Thủ trưởng đơn vị" in found.values()
    assert "Nơi nhận:" in found.values()
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert {"C7:F7", "G7:J7", "K7:M7", "A7:A9", "B7:B9", "D8:E8"} <= {str(span) for span in page.merged_cells.ranges}
    assert page.page_setup.orientation == "landscape"


def test_the_workbook_of_a_confirmed_form_has_the_figures_of_then(march: Warehouse, tmp_path: Path) -> None:
    hand_in(march, tmp_path, "form_confirmations/a.csv", as_csv(CONFIRMATION))
    late = ended("A-4", "20260330080000", CapNhatLuc="2026-05-02T05:00:00+07:00")
    read(march, late, as_of="2026-05-02T06:30:00+07:00")
    found = cells(form_workbook(march.engine, "19753", "receiving", MARCH))
    assert found["A5"] == "Đã xác nhận, phiên bản 1; theo cơ quan tiếp nhận"
    assert found["K12"] == 1


def test_without_a_form_there_is_no_workbook(march: Warehouse) -> None:
    with pytest.raises(NoFormError, match="no form of 19753 for month:2020-01-01:2020-01-31"):
        form_workbook(march.engine, "19753", "receiving", "month:2020-01-01:2020-01-31")
