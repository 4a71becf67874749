"""The public site: figures as they were frozen, whole folders, nothing internal, no query for each unit."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

import onestop
from onestop.publish.rankings import publish_pending
from onestop.show import pages
from onestop.show.pages import render_pages
from onestop.words import labels
from tests.publish.portal import COMMUNE, entered, given_figures
from tests.publish.scoring import MARCH, give, publish_by
from tests.sheets.handing_in import MANUAL, OTHER_COMMUNE, TARGET, as_csv, hand_in, two_communes
from tests.support.figures import give_figures, unit_id_of
from tests.support.scripted import COMMUNE as UNIT
from tests.support.scripted import FORMER_COMMUNE, dossier, scripted_source
from tests.support.warehouse import Warehouse

FIRST, OTHER = "19753", "00745"
APRIL = "month:2026-04-01:2026-04-30"
FOLDER = "h57/on_time_simple/month_2026-03-01_2026-03-31-v1"
FIGURES = {"resolved_timely": 9, "resolved_total": 10, "received_new": 8, "received_online": 6, "resolved_overdue": 1}
OTHER_FIGURES = {"resolved_timely": 3, "resolved_total": 4, "received_new": 3, "received_online": 1}


def text_of(path: Path) -> str:
    """Return what a reader sees, in one line."""
    shown = re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(shown))


def cells(path: Path, first: str) -> list[list[str]]:
    """Return the cells of the rows of a page whose first cell is this one."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", path.read_text(encoding="utf-8"), re.DOTALL)
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    plain = [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in found]
    return [row for row in plain if row and row[0] == first]


@pytest.fixture
def april(communes: Warehouse, tmp_path: Path) -> Path:
    """Return the folder of the ranking of April, after one of March; there is a target."""
    give(communes, FIRST, {**FIGURES, "resolved_timely": 8})
    give(communes, FIRST, FIGURES, APRIL)
    for period_id in (MARCH, APRIL):
        give(communes, OTHER, OTHER_FIGURES, period_id)
    everybody = {**TARGET, "Phạm vi": "Tất cả", "Mã phạm vi": "", "Loại kỳ": "Tháng"}
    hand_in(communes, tmp_path / "sheets", "targets/a.csv", as_csv(everybody))
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    return communes.settings.site_dir / FOLDER.replace("2026-03-01_2026-03-31", "2026-04-01_2026-04-30")


def test_a_page_says_which_version_made_the_figures_and_which_the_page(
    april: Path, communes: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by = onestop.__version__
    shutil.rmtree(april)
    monkeypatch.setattr("onestop.__version__", "9.9.9")
    render_pages(communes.engine, communes.settings)
    footer = text_of(april / "index.html").rpartition("onestop 9.9.9.")[2]
    assert re.fullmatch(rf" Bảng xếp hạng số \d+, công bố lúc .+, số liệu do onestop {made_by} tính ", footer)


def test_a_score_of_several_groups_is_shown_with_its_groups_grade_and_note(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, "19753", given_figures(COMMUNE, 5026))
    hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(*entered(COMMUNE, "19753")))
    publish_by(communes, "qd766_commune")
    paths = render_pages(communes.engine, communes.settings)
    assert "h57/qd766_commune/month_2026-03-01_2026-03-31-v1/index.html" in paths
    assert len(set(paths)) == len(paths)
    folder = communes.settings.site_dir / "h57/qd766_commune/month_2026-03-01_2026-03-31-v1"
    page = text_of(folder / "index.html")
    assert "71,03 – – Khá" in page
    assert cells(folder / "index.html", "1")[1][2:8] == ["11,85", "19,23", "6,36", "6,74", "8,85", "18,00"]
    assert "Cung cấp dịch vụ công trực tuyến (tạm tính) tối đa 12,00" in page
    assert "công thức của Cổng chưa xác định được" in page
    assert "Bảng xếp hạng số" in page
    assert "Công bố lần đầu sau khi kỳ kết thúc" in page
    assert "Không phát sinh trong kỳ: Tỷ lệ đúng hạn (theo Cổng DVCQG)" in page
    assert len(list((folder / "chi-tieu").iterdir())) == 75
    outlook = communes.query(
        "SELECT outlook.* FROM mart.publication "
        "CROSS JOIN LATERAL mart.score_outlook(publication_id, '19753') AS outlook "
        "WHERE period_id = 'month:2026-03-01:2026-03-31' AND dossiers_to_next_point IS NOT NULL"
    )
    assert len(outlook) > 5
    for row in outlook:
        name = communes.query(f"SELECT name_vi FROM mart.indicator WHERE indicator_code = '{row.indicator_code}'")[0]
        shown = cells(folder / "don-vi/19753.html", name.name_vi)[0]
        assert shown[6] == f"{labels.decimal(row.points)}/{labels.decimal(row.max_points)}"
        assert shown[-1] == labels.whole(row.dossiers_to_next_point)


def test_the_page_of_a_commune_has_its_figures_targets_and_changes(april: Path) -> None:
    page = april / "don-vi/19753.html"
    on_time = "Tỷ lệ đúng hạn (theo biểu II.06a)"
    lost = "không khắc phục được trong kỳ 10,00"
    changed = "+10,00 điểm % tốt hơn"
    assert cells(page, on_time) == [[on_time, "90,00%9/10", "", "82,50%", changed, "", "90,00/100,00", lost, "1"]]
    online = cells(page, "Tỷ lệ hồ sơ nộp trực tuyến")[0]
    assert online[1:7] == ["75,00%", "6/8", "≥ 50% Đạt Kế hoạch 12/KH-UBND, Mục II.3", "54,17%", "75,00%", "="]
    other = cells(april / "don-vi/00745.html", "Tỷ lệ hồ sơ nộp trực tuyến")[0]
    assert other[1:4] == ["33,33%", "1/3", "≥ 50% Chưa đạt Kế hoạch 12/KH-UBND, Mục II.3"]
    text = text_of(page)
    assert "Thứ hạng 1/2" in text
    assert "Tổng điểm 90,00 (+10,00)" in text
    assert "Số hồ sơ giải quyết quá hạn: 1" in text
    assert cells(page, "Tháng 3 năm 2026") == [["Tháng 3 năm 2026", "Dự kiến", "1", "80,00"]]
    drawn = re.findall(r'aria-label="(\d+ kỳ: từ [^"]*)"', page.read_text(encoding="utf-8"))
    assert "2 kỳ: từ 80,00% đến 90,00%; thấp nhất 80,00%, cao nhất 90,00%" in drawn


def give_sector(warehouse: Warehouse, unit_code: str, sector_code: str, figures: dict[str, int]) -> None:
    """Let a commune have these figures of one sector in March."""
    give_figures(warehouse, ("unit", unit_id_of(warehouse, unit_code)), MARCH, figures, sector_code=sector_code)


def test_a_target_of_a_sector_stands_beside_the_figure_of_the_sector(communes: Warehouse, tmp_path: Path) -> None:
    """The work of 70 dossiers is asked for and 69 came; who received none missed it too and wins nothing."""
    give(communes, FIRST, {**FIGURES, "survey_answers": 30, "survey_satisfied": 24})
    give(communes, OTHER, OTHER_FIGURES)
    of_sector = {"received_new": 69, "survey_answers": 20, "survey_satisfied": 16}
    give_sector(communes, FIRST, "CT", of_sector)
    volume = {
        **TARGET, "Phạm vi": "Tất cả", "Mã phạm vi": "", "Loại kỳ": "Tháng", "Lĩnh vực": "Chứng thực",
        "Chỉ tiêu": "received_count", "Giá trị": "70", "Đơn vị tính": "Số lượng",
    }  # fmt: skip
    satisfied = {**volume, "Chỉ tiêu": "satisfaction_rate", "Giá trị": "85%", "Đơn vị tính": "Phần trăm"}
    assert hand_in(communes, tmp_path, "targets/a.csv", as_csv(volume, satisfied)) == {"accepted": 1}
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    page = communes.settings.site_dir / FOLDER / "don-vi/19753.html"
    document = "Kế hoạch 12/KH-UBND, Mục II.3"
    satisfaction, received = cells(page, "Lĩnh vực Chứng thực")
    assert received[:4] == ["Lĩnh vực Chứng thực", "69", "–", f"≥ 70 Chưa đạt {document}"]
    assert satisfaction[:4] == ["Lĩnh vực Chứng thực", "80,00%", "16/20", f"≥ 85% Chưa đạt {document}"]
    assert cells(page, "Số hồ sơ tiếp nhận trong kỳ")[0][1:4] == ["8", "–", ""]
    other = communes.settings.site_dir / FOLDER / "don-vi/00745.html"
    satisfaction, received = cells(other, "Lĩnh vực Chứng thực")
    assert received[:4] == ["Lĩnh vực Chứng thực", "0", "–", f"≥ 70 Chưa đạt {document}"]
    assert satisfaction[1:4] == ["Không phát sinh", "–", f"≥ 85% – {document}"]


def test_points_and_ranks_are_judged_by_the_scheme_that_their_target_names(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, FIRST, FIGURES)
    give(communes, OTHER, OTHER_FIGURES)
    everybody = {**TARGET, "Phạm vi": "Tất cả", "Mã phạm vi": "", "Loại kỳ": "Tháng"}
    rank = {**everybody, "Chỉ tiêu": "Thứ hạng", "Đơn vị tính": "Thứ hạng", "So sánh": "Tối đa", "Giá trị": "1"}
    total = {**everybody, "Chỉ tiêu": "Tổng điểm", "Đơn vị tính": "Điểm", "Giá trị": "89,5"}
    rows = [
        {**rank, "Bộ chỉ số": "on_time_simple"},
        {**rank, "Bộ chỉ số": "qd766_commune", "Giá trị": "7"},
        {**total, "Bộ chỉ số": "qd766_commune", "Giá trị": "70"},
        {**total, "Bộ chỉ số": "on_time_simple"},
        {**total, "Bộ chỉ số": "on_time_simple", "Điều, khoản": "Mục III"},
    ]
    assert hand_in(communes, tmp_path, "targets/a.csv", as_csv(*rows)) == {"accepted": 1}
    # As a sheet of before said it, which had no such column.
    communes.execute("ALTER TABLE core.target DISABLE TRIGGER USER")
    communes.execute("UPDATE core.target SET scheme_code = '', value = 60 WHERE clause = 'Mục III'")
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    text = text_of(communes.settings.site_dir / FOLDER / "don-vi/19753.html")
    assert "Thứ hạng: chỉ tiêu giao ≤ hạng 1 Đạt" in text
    assert "Tổng điểm: chỉ tiêu giao ≥ 60 điểm (chưa nêu bộ chỉ số nên không đối chiếu)" in text
    assert "Tổng điểm: chỉ tiêu giao ≥ 89,50 điểm Đạt" in text
    assert text.count("chỉ tiêu giao") == 3
    other = text_of(communes.settings.site_dir / FOLDER / "don-vi/00745.html")
    assert "Thứ hạng: chỉ tiêu giao ≤ hạng 1 Chưa đạt" in other


def test_what_an_office_entered_is_shown_with_its_document_and_stays(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, FIRST, FIGURES)
    give(communes, OTHER, OTHER_FIGURES)
    copies = {**MANUAL, "Số liệu": "e_certified_copy_count", "Giá trị": "1.070", "Văn bản": "Sổ chứng thực quyển 2"}
    lost = {**MANUAL, "Số liệu": "portal_expected_count", "Giá trị": "", "Lý do không có số liệu": "Cổng bảo trì"}
    procedures = {**MANUAL, "Mã đơn vị": "H57", "Số liệu": "fee_procedure_count", "Giá trị": "8"}
    hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(copies, lost, procedures))
    target = {**TARGET, "Chỉ tiêu": "fee_procedure_count", "Giá trị": "9", "Đơn vị tính": "Số lượng", "Loại kỳ": ""}
    hand_in(communes, tmp_path, "targets/a.csv", as_csv(target))
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    page = communes.settings.site_dir / FOLDER / "don-vi/19753.html"
    before = page.read_bytes()
    name = "Số bản sao điện tử được chứng thực từ bản chính"
    assert cells(page, name) == [[name, "1.070", "Sổ chứng thực quyển 2", ""]]
    name = "Số hồ sơ phải đồng bộ lên Cổng Dịch vụ công quốc gia"
    assert cells(page, name) == [[name, "Không có số liệu: Cổng bảo trì", "Báo cáo 5/BC-UBND", ""]]
    name = "Số thủ tục hành chính có phí, lệ phí"
    of_province = [name, "8", "Báo cáo 5/BC-UBND (UBND thành phố Huế nhập)"]
    assert cells(page, name) == [[*of_province, "≥ 9 Chưa đạt Kế hoạch 12/KH-UBND, Mục II.3"]]
    other = communes.settings.site_dir / FOLDER / "don-vi/00745.html"
    assert cells(other, name) == [[*of_province, ""]]
    # A page that is made again says what it said, whatever came after it.
    hand_in(communes, tmp_path, "manual_figures/b.csv", as_csv({**copies, "Giá trị": "2.000"}))
    hand_in(communes, tmp_path, "targets/b.csv", as_csv({**target, "Giá trị": "7"}))
    shutil.rmtree(communes.settings.site_dir / FOLDER)
    render_pages(communes.engine, communes.settings)
    assert page.read_bytes() == before
    # The list of publications, which changes, tells of it; the same number on another sheet is nothing new.
    listed = cells(communes.settings.site_dir / "h57/index.html", "Tháng 3 năm 2026")
    late = "Có số liệu nhập sau khi công bố: Số bản sao điện tử được chứng thực từ bản chính"
    assert [row[1] for row in listed] == [f"Dự kiến, phiên bản 1{late}"]
    hand_in(communes, tmp_path, "manual_figures/c.csv", as_csv(copies))
    render_pages(communes.engine, communes.settings)
    listed = cells(communes.settings.site_dir / "h57/index.html", "Tháng 3 năm 2026")
    assert [row[1] for row in listed] == ["Dự kiến, phiên bản 1"]


def test_a_form_is_shown_as_it_was_frozen_with_units_of_before(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    end = {"TrangThaiHoSo": "10", "CapNhatLuc": "2026-03-31T17:00:00+07:00"}
    script = two_communes(
        dossier("A-1", **end, NgayKetThucXuLy="20260304080000"), dossier("A-2", **end, NgayKetThucXuLy="20260312080000")
    )
    script.feeds["units"][0].append({**FORMER_COMMUNE, "CapNhatLuc": "2026-01-01T00:00:00+07:00"})
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.execute(
        "INSERT INTO core.unit_succession SELECT before.unit_id, after.unit_id, '2025-07-01', 'split' "
        "FROM core.unit AS before CROSS JOIN core.unit AS after "
        "WHERE before.unit_code = '19750' AND after.unit_code = '19753'"
    )
    warehouse.refresh()
    publish_by(warehouse, "on_time_simple")
    render_pages(warehouse.engine, warehouse.settings)
    page = warehouse.settings.site_dir / FOLDER / "don-vi/19753.html"
    form = warehouse.query(
        "SELECT * FROM mart.published_form WHERE period_id = 'month:2026-03-01:2026-03-31' AND basis = 'receiving' "
        "AND unit_code = '19753' AND sector_code = '*'"
    )[0]
    names = ["received_total", "received_online", "received_direct_postal", "carried_over", "resolved_total"]
    names += ["resolved_early", "resolved_on_time", "resolved_overdue", "in_progress_total", "in_progress_within"]
    names += ["in_progress_overdue", "resolved_no_due_date", "in_progress_no_due_date", "paused", "withdrawn"]
    names += ["refused", "stopped", "transferred_in", "transferred_out"]
    total = cells(page, "Tổng cộng")[0]
    assert total == ["Tổng cộng", *(str(getattr(form, name)) for name in names)]
    assert total[5] == "2"
    assert "Phường Tây Lộc (19750), một phần, từ ngày 01/07/2025" in text_of(page)
    assert "không so sánh được: có đơn vị cũ chỉ chuyển một phần" in text_of(page)


def test_nothing_internal_is_on_any_page(warehouse: Warehouse) -> None:
    warehouse.keep_periods("month")
    codes = [f"A-{number:04}" for number in range(3)]
    late = {"TrangThaiHoSo": "4", "CapNhatLuc": "2026-03-31T17:00:00+07:00"}
    with scripted_source(two_communes(*(dossier(code, **late) for code in codes))) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    publish_by(warehouse, "on_time_simple")
    render_pages(warehouse.engine, warehouse.settings)
    files = [path for path in warehouse.settings.site_dir.rglob("*") if path.is_file() and path.suffix != ".xlsx"]
    assert len(files) > 20
    told = {code for path in files for code in codes if code in path.read_text(encoding="utf-8")}
    assert told == set()
    page = (warehouse.settings.site_dir / FOLDER / "don-vi/19753.html").read_text(encoding="utf-8")
    assert 'href="http://127.0.0.1:8769/don-vi/19753.html">Danh sách hồ sơ (nội bộ)</a>' in page
    assert set(re.findall(r'(?:href|src)="(https?:[^"]*)"', page)) == {"http://127.0.0.1:8769/don-vi/19753.html"}
    assert not re.search(r"<style|style=|<script>|onclick", page)


class KilledError(Exception):
    """What a test ends a run with."""


@pytest.mark.parametrize("step", ["folder written", "folder in place", "page recorded"])
def test_a_killed_run_leaves_no_half_publication(communes: Warehouse, step: str) -> None:
    give(communes, FIRST, FIGURES)
    publish_by(communes, "on_time_simple")
    site = communes.settings.site_dir

    def kill(done: str, path: str) -> None:
        if done == step and path.startswith(FOLDER):
            raise KilledError

    with pytest.raises(KilledError):
        render_pages(communes.engine, communes.settings, kill)
    assert (site / FOLDER / "so-sanh-ky.html").exists() == (step != "folder written")
    render_pages(communes.engine, communes.settings)
    # The ranking, two units, all indicators, two comparisons, the workbook, the file of values.
    assert len([path for path in (site / FOLDER).rglob("*") if path.is_file()]) == 7 + 75
    assert list(site.rglob(".*")) == []
    waiting = communes.query("SELECT * FROM audit.pending_work WHERE pending_kind = 'page'")
    assert waiting == []


def test_what_a_killed_process_left_is_swept(communes: Warehouse) -> None:
    publish_by(communes, "on_time_simple")
    folder = communes.settings.site_dir / FOLDER
    left = folder.with_name(f".{folder.name}.part") / "don-vi"
    left.mkdir(parents=True)
    (left / "19753.html").write_text("half", encoding="utf-8")
    render_pages(communes.engine, communes.settings)
    assert "half" not in (folder / "don-vi/19753.html").read_text(encoding="utf-8")
    assert not left.exists()


def test_a_missing_folder_is_made_again_and_others_are_not_touched(communes: Warehouse) -> None:
    publish_by(communes, "on_time_simple")
    paths = render_pages(communes.engine, communes.settings)
    site = communes.settings.site_dir
    before = {path: path.stat().st_mtime_ns for path in site.glob("*/*/*/**/*.html") if path.name != "index.html"}
    rankings = {path: (site / path).stat().st_mtime_ns for path in paths}
    assert render_pages(communes.engine, communes.settings) == []
    shutil.rmtree(site / FOLDER)
    assert render_pages(communes.engine, communes.settings) == [f"{FOLDER}/index.html"]
    after = {path: path.stat().st_mtime_ns for path in before}
    assert {path for path in before if before[path] != after[path]} == set((site / FOLDER).rglob("*.html")) - {
        site / FOLDER / "index.html"
    }
    assert [path for path in paths if rankings[path] != (site / path).stat().st_mtime_ns] == [f"{FOLDER}/index.html"]


def test_lists_know_all_periods_versions_and_stale_sources(communes: Warehouse) -> None:
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    area = communes.settings.site_dir / "h57"
    assert "chưa cập nhật" not in text_of(area / "index.html")
    communes.set_clock("2026-10-07T07:00:00+07:00")
    publish_pending(communes.engine)
    render_pages(communes.engine, communes.settings)
    stale = "Nguồn dữ liệu scripted chưa cập nhật từ 6 giờ 00 ngày 01/10/2026."
    assert stale in text_of(area / "index.html")
    index = json.loads((area / "index.json").read_text(encoding="utf-8"))
    assert index["stale"] == [stale]
    assert {source["read_to"] for source in index["sources"]} == {"2026-10-01T06:00:00+07:00"}
    march = [each for each in index["publications"] if each["period_id"] == "month:2026-03-01:2026-03-31"]
    assert [(each["version"], each["status"], each["period"]) for each in march] == [
        (2, "Chính thức", "Tháng 3 năm 2026"), (1, "Dự kiến", "Tháng 3 năm 2026"),
    ]  # fmt: skip
    assert all((area / each["url"] / "index.html").exists() for each in index["publications"])
    first = (area / "on_time_simple/month_2026-03-01_2026-03-31-v1/index.html").read_text(encoding="utf-8")
    assert "Khi lập trang này" not in first, "a page never changes"
    assert "Khi lập trang này" in text_of(area / march[0]["url"] / "index.html")
    latest = "Xếp hạng theo tỷ lệ đúng hạn (biểu II.06a): Tháng 9 năm 2026 (Chính thức)"
    assert latest in text_of(communes.settings.site_dir / "index.html")


def test_without_a_publication_there_is_a_list_that_says_so(warehouse: Warehouse) -> None:
    assert render_pages(warehouse.engine, warehouse.settings) == []
    assert "Chưa có bảng xếp hạng nào được công bố." in text_of(warehouse.settings.site_dir / "index.html")


def test_files_of_style_and_script_are_named_after_what_they_hold(communes: Warehouse) -> None:
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    site = communes.settings.site_dir
    assert sorted(path.suffix for path in (site / "static").iterdir()) == [".css", ".js", ".svg"]
    for page in (site / "index.html", site / "h57/index.html", site / FOLDER / "don-vi/19753.html"):
        links = re.findall(r'(?:href|src)="([^":]*?static/[^"]*)"', page.read_text(encoding="utf-8"))
        assert len(links) == 3
        assert all((page.parent / link).resolve().is_file() for link in links)


def test_every_link_leads_to_a_page(april: Path) -> None:
    site = april.parents[2]
    wrong = []
    for page in site.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^":]+)"', page.read_text(encoding="utf-8")):
            address, _, place = link.partition("#")
            target = (page.parent / address.partition("?")[0]).resolve() if address else page
            if not target.is_file() or (place and f'id="{place}"' not in target.read_text(encoding="utf-8")):
                wrong.append((page.name, link))
    assert wrong == []


@contextmanager
def counted(warehouse: Warehouse) -> Iterator[list[str]]:
    """Collect the statements that are sent to the warehouse."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(warehouse.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(warehouse.engine, "before_cursor_execute", note)


def statements_for(warehouse: Warehouse, units: Sequence[dict[str, str]]) -> int:
    """Publish a month of so many communes and return how many statements its pages took."""
    warehouse.keep_periods("month")
    script = two_communes()
    script.feeds["units"][0] = [script.feeds["units"][0][0], *units]
    with scripted_source(script) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    publish_by(warehouse, "on_time_simple")
    made = render_pages(warehouse.engine, warehouse.settings)
    folder = warehouse.settings.site_dir / FOLDER
    assert len(list((folder / "don-vi").iterdir())) == len(units)
    shutil.rmtree(folder)
    with counted(warehouse) as sent:
        assert render_pages(warehouse.engine, warehouse.settings) == [f"{FOLDER}/index.html"]
    assert len(made) > 3
    return len(sent)


def test_forty_communes_take_as_many_statements_as_two(warehouse: Warehouse, another_warehouse: Warehouse) -> None:
    stamp = {"CapNhatLuc": "2026-01-01T00:00:00+07:00"}
    two = [{**unit, **stamp} for unit in (UNIT, OTHER_COMMUNE)]
    more = [
        {**UNIT, **stamp, "MaDonVi": f"H57.32.{number:02}", "TenDonVi": f"Xã số {number}", "MaXaGSO": f"20{number:03}"}
        for number in range(38)
    ]
    assert statements_for(warehouse, two) == statements_for(another_warehouse, [*two, *more])


@pytest.mark.parametrize(
    ("number", "unit_vi", "kind", "text"),
    [
        (Decimal("0.97284"), "%", "ratio", "97,28%"),
        (Decimal(8000), "đồng", "count", "8.000 đ"),
        (Decimal(1234), "hồ sơ", "count", "1.234"),
        (Decimal("3.5"), "ngày làm việc", "mean", "3,50 ngày làm việc"),
    ],
)
def test_a_value_is_written_with_its_unit(number: Decimal, unit_vi: str, kind: str, text: str) -> None:
    assert labels.value(number, unit_vi, kind) == text
    assert labels.value(None, unit_vi, kind, "zero_denominator") == "Không phát sinh"


def test_a_page_path_is_that_of_its_folder() -> None:
    which = {"area_code": "H57", "scheme_code": "s", "period_id": "month:2026-03-01:2026-03-31", "version": 2}
    assert pages.page_path(which) == "h57/s/month_2026-03-01_2026-03-31-v2/index.html"
