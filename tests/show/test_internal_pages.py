"""The pages for offices: what needs attention, in which order, who has it, how points are won back."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from onestop.publish.rankings import publish_pending
from onestop.show.internal_pages import mending_path, render_internal
from onestop.show.pages import render_pages
from tests.publish.scoring import publish_by
from tests.sheets.handing_in import DECISION, MANUAL, OBJECTION, PORTAL, as_csv, hand_in, two_communes
from tests.show.attention import needs_attention
from tests.support.scripted import dossier, scripted_source
from tests.support.warehouse import Warehouse

UNIT, OTHER = "don-vi/19753.html", "don-vi/00745.html"


def page(warehouse: Warehouse, path: str) -> str:
    """Return the text of a page, without tags, in one line."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))).strip()


def lists(warehouse: Warehouse, path: str) -> list[list[str]]:
    """Return the rows of the tables of a page, cell by cell, headings left out."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    bodies = re.findall(r"<tbody>(.*?)</tbody>", text, flags=re.DOTALL)
    rows = [row for body in bodies for row in re.findall(r"<tr.*?>(.*?)</tr>", body, flags=re.DOTALL)]
    return [
        [
            re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", cell))).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)
        ]
        for row in rows
    ]


def files(warehouse: Warehouse) -> set[str]:
    """Return the files of the site, apart from style and script."""
    folder = warehouse.settings.internal_dir
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {
        str(path.relative_to(folder)) for path in folder.glob("static/*")
    }


def pages(warehouse: Warehouse) -> set[str]:
    """Return the files of the site, apart from style, script and letters of apology."""
    return {path for path in files(warehouse) if not path.startswith("xin-loi/")}


def render(warehouse: Warehouse) -> int:
    return render_internal(warehouse.engine, warehouse.settings)


def cards(warehouse: Warehouse, path: str) -> dict[str, list[list[str]]]:
    """Return the cards of each part of a page, line by line."""
    text = (warehouse.settings.internal_dir / path).read_text(encoding="utf-8")
    found = {}
    for part, body in re.findall(r'<(?:section|details class="part") id="(\w+)"[^>]*>(.*?)</ol>', text, flags=re.DOTALL):
        found[part] = [
            [
                re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", line))).strip()
                for line in re.findall(r"<(?:p|h4)\b[^>]*>(.*?)</(?:p|h4)>", card, flags=re.DOTALL)
            ]
            for card in re.findall(r"<li class=\"card\".*?</li>", body, flags=re.DOTALL)
        ]
    return found


@pytest.fixture
def busy(communes: Warehouse) -> Warehouse:
    """19753 has seven dossiers to see to, two of them with 00745, which has one of its own."""
    needs_attention(communes, "D-1", level="due_soon", due_at="2026-10-05T08:00:00+07:00", working_days_left=2)
    needs_attention(
        communes, "O-1", level="overdue", due_at="2026-09-28T08:00:00+07:00", working_days_overdue=3, holder="00745",
        urgency="overdue",
    )  # fmt: skip
    needs_attention(
        communes, "O-2", level="overdue", due_at="2026-09-22T08:00:00+07:00", working_days_overdue=7,
        due_original="2026-09-17T08:00:00+07:00", extension_count=1, apology_issued_at="2026-09-16T10:00:00+07:00",
        supplement_rounds=2, also=["second_supplement"], step="with_official", cause_code="citizen", urgency="overdue",
    )  # fmt: skip
    needs_attention(
        communes, "L-1", level="overdue_long", working_days_overdue=31, holder=None, step=None, urgency="overdue",
        cause_code=None,
    )  # fmt: skip
    needs_attention(
        communes, "N-1", level="not_yet_accepted", received_at=None, due_at=None, step="reception", urgency="today",
        accept_by="2026-10-01T10:30:00+07:00", working_minutes_left=210,
    )  # fmt: skip
    needs_attention(
        communes, "T-1", level="signed_not_closed", due_at="2026-10-01T08:00:00+07:00", urgency="today",
        working_minutes_left=60, step="signed_not_returned", cause_code=None,
    )  # fmt: skip
    needs_attention(
        communes, "H-1", level="held_elsewhere", due_at="2026-10-02T08:00:00+07:00", holder="00745",
        apology_deadline="2026-10-01", urgency="apologise", also=["last_moment_to_apologise"], working_days_left=1,
    )  # fmt: skip
    needs_attention(
        communes, "B-1", unit_code="00745", holder="00745", level="due_today", urgency="today",
        due_at="2026-10-01T17:00:00+07:00", working_minutes_left=480,
    )  # fmt: skip
    return communes


def test_what_has_to_be_done_today_comes_first_by_the_hour_whatever_its_level(busy: Warehouse) -> None:
    render(busy)
    own, received, since = "Phường Thuận Hóa", "Tiếp nhận 10/09/2026 08:00", "từ 11/09/2026 09:30"
    assert cards(busy, UNIT) == {
        "today": [
            ["còn 1 giờ Hẹn trả 08:00 hôm nay", "T-1", "Đăng ký tạm trú", f"{own}, Đã ký, chưa trả {since}",
             f"Đã có kết quả, chưa kết thúc trên phần mềm. {received}"],
            ["còn 3 giờ 30 phút Tiếp nhận trước 10:30 hôm nay", "N-1", "Đăng ký tạm trú", f"{own}, Tiếp nhận {since}",
             "Chưa tiếp nhận. Chưa tiếp nhận, nộp 10/09/2026 08:00; nguyên nhân: Lỗi phần mềm"],
        ],
        "apologise": [
            ["còn 1 ngày làm việc Hẹn trả 02/10/2026 08:00", "H-1", "Đăng ký tạm trú",
             f"Phường Phú Xuân, Chờ ký {since}",
             f"Đang ở cơ quan khác xử lý; Hạn cuối xin lỗi, hẹn lại. {received}; hạn cuối xin lỗi, hẹn lại 01/10/2026; "
             "nguyên nhân: Lỗi phần mềm"],
        ],
        "overdue": [
            ["quá hạn 31 ngày làm việc Hẹn trả 15/09/2026 08:00", "L-1", "Đăng ký tạm trú",
             f"Quá hạn kéo dài. {received}", "Tải phiếu xin lỗi, hẹn lại L-1"],
            ["quá hạn 7 ngày làm việc Hẹn trả 22/09/2026 08:00", "O-2", "Đăng ký tạm trú",
             f"{own}, Công chức đang xử lý {since}",
             f"Quá hạn; Yêu cầu bổ sung lần 2 – sẽ bị tính quá hạn. {received}; ban đầu 17/09/2026; đã hẹn lại 1 lần; "
             "xin lỗi 16/09/2026; đã yêu cầu bổ sung 2 lần; nguyên nhân: Công dân chậm bổ sung hoặc nộp phí"],
            ["quá hạn 3 ngày làm việc Hẹn trả 28/09/2026 08:00", "O-1", "Đăng ký tạm trú",
             f"Phường Phú Xuân, Chờ ký {since}", f"Quá hạn. {received}; nguyên nhân: Lỗi phần mềm",
             "Tải phiếu xin lỗi, hẹn lại O-1"],
        ],
        "later": [
            ["còn 2 ngày làm việc Hẹn trả 05/10/2026 08:00", "D-1", "Đăng ký tạm trú", f"{own}, Chờ ký {since}",
             f"Sắp đến hạn. {received}; nguyên nhân: Lỗi phần mềm"],
        ],
    }  # fmt: skip


def test_parts_have_sums_and_what_to_do(busy: Warehouse) -> None:
    render(busy)
    text = page(busy, UNIT)
    assert "Phường Thuận Hóa Nội bộ – không công khai 2 hồ sơ phải xong hôm nay Theo dữ liệu lúc 7 giờ 00" in text
    assert "Phải xong hôm nay: 2 còn 1 giờ" in text
    assert "Quá hạn: 3 Theo số ngày làm việc quá hạn: 1–5: 1; 6–10: 1; Trên 30: 1 Quá hạn: 2 . Giải quyết ngay" in text


def test_dossiers_are_found_by_holder_step_and_procedure_without_a_script(busy: Warehouse) -> None:
    render(busy)
    text = page(busy, UNIT)
    assert "Theo cơ quan đang giữ hồ sơ Phường Thuận Hóa: 4 T-1 , N-1 , O-2 , D-1 Phường Phú Xuân: 2 H-1 , O-1" in text
    assert "Theo bước xử lý Chờ ký: 3 H-1 , O-1 , D-1 " in text
    assert "Theo thủ tục Đăng ký tạm trú: 7 " in text
    source = (busy.settings.internal_dir / UNIT).read_text()
    anchors = re.findall(r'<li class="card" id="([^"]+)"', source)
    assert sorted(set(re.findall(r'href="#(hs-[^"]+)"', source))) == sorted(anchors)
    assert len(anchors) == 7


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, "Dưới 1"), (1, "1–5"), (5, "1–5"), (6, "6–10"), (10, "6–10"), (11, "11–30"), (30, "11–30"), (31, "Trên 30")],
)
def test_ages_meet_at_their_ends(communes: Warehouse, days: int, age: str) -> None:
    needs_attention(communes, "A-7", level="overdue", working_days_overdue=days, urgency="overdue")
    render(communes)
    assert f"Theo số ngày làm việc quá hạn: {age}: 1 " in page(communes, UNIT)


def test_who_holds_dossiers_of_others_sees_them(busy: Warehouse) -> None:
    render(busy)
    found = cards(busy, OTHER)
    assert {part: [card[1] for card in own] for part, own in found.items()} == {
        "today": ["B-1"], "held": ["H-1 Phường Thuận Hóa", "O-1 Phường Thuận Hóa"],
    }  # fmt: skip
    assert "Đang giữ hồ sơ của đơn vị khác: 2" in page(busy, OTHER)


def test_letters_of_apology_are_made_once_and_removed_when_none_is_needed(busy: Warehouse) -> None:
    render(busy)
    letters = sorted(path for path in files(busy) if path.startswith("xin-loi/"))
    assert [name.split(".")[0] for name in letters] == ["xin-loi/L-1", "xin-loi/O-1"]
    for name in letters:
        assert f'href="../{name}"' in (busy.settings.internal_dir / UNIT).read_text()
    lines = [line.text for line in docx.Document(busy.settings.internal_dir / letters[1]).paragraphs]
    assert "Mã số hồ sơ: O-1." in lines
    assert "Thời gian hẹn trả kết quả: 8 giờ 00 ngày 28/09/2026." in lines
    busy.execute("UPDATE mart.overdue_dossier SET apology_issued_at = as_of WHERE dossier_code = 'O-1'")
    render(busy)
    assert [path for path in files(busy) if path.startswith("xin-loi/")] == letters[:1]


def test_the_index_counts_units_and_areas_by_level(busy: Warehouse) -> None:
    render(busy)
    text = (busy.settings.internal_dir / "index.html").read_text(encoding="utf-8")
    head = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', text)
    assert head == [
        "Đơn vị", "Phải xong hôm nay", "Cần xử lý", "Chưa tiếp nhận", "Đến hạn hôm nay", "Đang ở cơ quan khác xử lý",
        "Đã có kết quả, chưa kết thúc trên phần mềm", "Quá hạn", "Quá hạn kéo dài", "Sắp đến hạn",
        "Đang giữ của đơn vị khác",
    ]  # fmt: skip
    assert lists(busy, "index.html") == [
        ["Phường Phú Xuân", "1", "1", "0", "1", "0", "0", "0", "0", "0", "2"],
        ["Phường Thuận Hóa", "2", "7", "1", "0", "1", "1", "2", "1", "1", "0"],
    ]
    plain = page(busy, "index.html")
    assert "Nội bộ – không công khai Theo dữ liệu lúc 7 giờ 00 ngày 01/10/2026 Thành phố Huế" in plain
    assert "Tổng cộng 3 8 1 1 1 1 2 1 1 2" in plain
    assert f'<a href="{UNIT}">Phường Thuận Hóa</a>' in text


def test_a_unit_in_no_area_is_listed_too(busy: Warehouse) -> None:
    busy.execute("DELETE FROM core.area_member USING core.unit WHERE unit.unit_id = area_member.unit_id "
                 "AND unit_code = '00745'")  # fmt: skip
    render(busy)
    _, others = page(busy, "index.html").split("Cơ quan, đơn vị khác")
    assert "Phường Phú Xuân 1 1 0 1 0 0 0 0 0 2 Tổng cộng 1 1 0 1 0 0 0 0 0 2 " in others


def test_a_list_that_became_empty_says_so(busy: Warehouse) -> None:
    render(busy)
    busy.execute("DELETE FROM mart.overdue_dossier WHERE unit_code = '19753'")
    render(busy)
    assert cards(busy, UNIT) == {}
    assert "Không có hồ sơ nào cần xử lý." in page(busy, UNIT)
    assert list(cards(busy, OTHER)) == ["today"]


def test_a_page_of_a_unit_that_is_gone_goes(busy: Warehouse) -> None:
    render(busy)
    old = ("don-vi/99999.html", "lay-lai-diem/7/19753.html", "so-lieu/7/19753.html", "bang/7.html", "xin-loi/X.docx")
    for name in old:
        path = busy.settings.internal_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old")
    render(busy)
    assert pages(busy) == {"index.html", UNIT, OTHER}


def test_a_file_is_written_when_its_content_changed_only(busy: Warehouse) -> None:
    assert render(busy) == 5, "two letters of apology too"
    assert render(busy) == 0
    busy.execute("DELETE FROM mart.overdue_dossier WHERE dossier_code = 'D-1'")
    assert render(busy) == 2, "the page of the unit and the index"


def test_before_the_first_look_the_index_says_so(communes: Warehouse) -> None:
    assert render(communes) == 1
    assert files(communes) == {"index.html"}
    assert "Chưa rà soát hồ sơ lần nào." in page(communes, "index.html")


def test_the_workbook_of_the_latest_ranking_has_the_dossiers_and_an_old_one_goes(busy: Warehouse) -> None:
    publish_by(busy, "on_time_simple")
    number = latest(busy)
    old = busy.settings.internal_dir / "xep-hang" / "7777.xlsx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    render(busy)
    path = f"xep-hang/{number}.xlsx"
    assert pages(busy) == {"index.html", UNIT, OTHER, path, f"bang/{number}.html", *figures_of(number)}
    assert f'href="{path}"' in (busy.settings.internal_dir / "index.html").read_text()
    book = openpyxl.load_workbook(busy.settings.internal_dir / path)
    cells = {cell for row in book["Hồ sơ cần xử lý"].iter_rows(values_only=True) for cell in row}
    assert {row.dossier_code for row in busy.query("SELECT dossier_code FROM mart.overdue_dossier")} <= cells
    assert render(busy) == 0


def test_a_strange_code_stays_in_its_folder(busy: Warehouse) -> None:
    busy.execute("UPDATE core.unit SET unit_code = '../../x' WHERE unit_code = '00745'")
    render(busy)
    assert pages(busy) == {"index.html", UNIT, "don-vi/_.._x.html"}


@pytest.fixture
def ranked(warehouse: Warehouse) -> Warehouse:
    """March is ranked: of two dossiers of 19753 one has no electronic result, which can be mended."""
    warehouse.keep_periods("month")
    warehouse.execute("DELETE FROM audit.clock")
    warehouse.set_clock("2026-04-01T07:00:00+07:00")
    end = {"TrangThaiHoSo": "10", "CapNhatLuc": "2026-03-31T17:00:00+07:00", "NgayKetThucXuLy": "20260304080000"}
    file = [{"TenGiayTo": "Kết quả", "DuongDanTapTinKetQua": "https://tep.example/1"}]
    sent = two_communes(
        dossier("M-1", **end), dossier("M-2", **end, DanhSachGiayToKetQua=file), as_of="2026-04-01T06:00:00+07:00"
    )
    with scripted_source(sent) as connection:
        warehouse.register(connection)
        warehouse.read(connection)
    warehouse.refresh()
    publish_by(warehouse, "qd766_commune")
    return warehouse


def figures_of(number: int) -> set[str]:
    """Return the pages with the dossiers of both units of a ranking."""
    return {f"so-lieu/{number}/{code}.html" for code in ("19753", "00745")}


def latest(warehouse: Warehouse) -> int:
    return int(warehouse.query("SELECT max(publication_id) AS id FROM mart.publication")[0].id)


def test_points_that_can_be_won_back_are_listed_with_their_dossiers(ranked: Warehouse) -> None:
    render(ranked)
    recoverable = ranked.query(
        "SELECT indicator.name_vi, mart.number_vi(score.max_points, 2), mart.number_vi(score.points, 2), "
        "mart.number_vi(score.points_recoverable, 2) FROM mart.published_score AS score "
        "INNER JOIN mart.scheme_item USING (scheme_code, scheme_version, indicator_code) "
        "INNER JOIN mart.indicator USING (indicator_code, indicator_version) "
        "INNER JOIN mart.unit ON unit_id = subject_id WHERE unit_code = '19753' AND publication_id = %(id)s "
        "AND points_recoverable > 0 ORDER BY points_recoverable DESC, indicator_code",
        {"id": latest(ranked)},
    )
    assert recoverable
    assert lists(ranked, UNIT) == [list(row) for row in recoverable]
    path = mending_path(latest(ranked), "19753")
    assert f'<a href="../{path}">Xem danh sách hồ sơ</a>' in (ranked.settings.internal_dir / UNIT).read_text()
    to_mend = ranked.query("SELECT record_key FROM mart.dossiers_to_mend(%(id)s, '19753')", {"id": latest(ranked)})
    assert "M-1" in {row.record_key for row in to_mend}
    assert sorted(row[0] for row in lists(ranked, path)) == sorted(row.record_key for row in to_mend)
    assert "Bảng xếp hạng số" in page(ranked, path)


def test_the_lists_of_a_ranking_are_made_once(ranked: Warehouse) -> None:
    render(ranked)
    path = ranked.settings.internal_dir / mending_path(latest(ranked), "19753")
    path.write_text("as it was made")
    assert render(ranked) == 0
    path.unlink()
    assert render(ranked) == 1


def test_another_version_takes_the_place_of_the_lists_before(ranked: Warehouse) -> None:
    render(ranked)
    before = mending_path(latest(ranked), "19753")
    ranked.set_clock("2026-04-06T07:00:00+07:00")
    publish_pending(ranked.engine)
    render(ranked)
    after = mending_path(latest(ranked), "19753")
    assert before != after
    assert {name for name in files(ranked) if "19753" in name} == {UNIT, after}


def test_objections_stand_with_their_decision(ranked: Warehouse, tmp_path: Path) -> None:
    which: dict[str, Any] = {"Mã bảng xếp hạng": str(latest(ranked)), "Chỉ tiêu": "e_result_rate", "Mã hồ sơ": "M-1"}
    hand_in(ranked, tmp_path, "objections/a.csv", as_csv({**OBJECTION, **which}))
    render(ranked)
    shown = [f"Số {latest(ranked)}, Tháng 3 năm 2026", "Tỷ lệ cấp kết quả điện tử", "M-1", "Cơ quan khác giữ hồ sơ",
             "Công văn 8/UBND"]  # fmt: skip
    assert lists(ranked, UNIT)[-1] == [*shown, "Chưa kết luận", "–"]
    hand_in(ranked, tmp_path, "objection_decisions/a.csv", as_csv({**DECISION, **which}))
    render(ranked)
    assert lists(ranked, UNIT)[-1] == [*shown, "Chấp nhận", "Có văn bản xác nhận"]


def test_what_was_entered_since_and_what_the_portal_shows_otherwise_is_told(ranked: Warehouse, tmp_path: Path) -> None:
    portal = {**PORTAL, "Chỉ tiêu": "online_rate", "Tử số": "1,5", "Mẫu số": "2", "Điểm": ""}
    seen = {"Thời điểm xem trên Cổng": "01/04/2026 06:30"}
    equal = {**portal, **seen, "Chỉ tiêu": "received_count", "Tử số": "2", "Mẫu số": ""}
    hand_in(ranked, tmp_path, "portal_figures/a.csv", as_csv({**portal, **seen}, equal))
    hand_in(ranked, tmp_path, "manual_figures/a.csv", as_csv({**MANUAL, "Giá trị": "1.070"}))
    render(ranked)
    late, difference = lists(ranked, UNIT)[-2:]
    name = "Số bản sao điện tử được chứng thực từ bản chính"
    assert late == ["Tháng 3 năm 2026", name, "1.070", "Báo cáo 5/BC-UBND"]
    indicator, moment = "Tỷ lệ hồ sơ nộp trực tuyến", "6 giờ 30 ngày 01/04/2026"
    both = ["0/2 (0,00%)", "1,5/2 (75,00%)", "Tử số trên Cổng cao hơn", moment]
    assert difference == ["Tháng 3 năm 2026", indicator, *both]


def test_nothing_of_it_is_on_the_public_site(busy: Warehouse) -> None:
    publish_by(busy, "on_time_simple")
    render(busy)
    render_pages(busy.engine, busy.settings)
    public = "".join(path.read_text() for path in busy.settings.site_dir.rglob("*.html"))
    assert public
    assert not busy.settings.internal_dir.is_relative_to(busy.settings.site_dir)
    for word in ("O-1", "O-2", "L-1", "N-1", "H-1", "B-1", "Nội bộ – không công khai", "lay-lai-diem/"):
        assert word not in public, word
