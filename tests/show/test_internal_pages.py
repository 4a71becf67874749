"""The pages for offices: what needs attention, in which order, who has it, how points are won back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from onestop.deliver.messages import compose
from onestop.publish.rankings import publish_pending
from onestop.show.internal_pages import mending_path
from onestop.show.pages import render_pages
from onestop.warehouse.database import run
from tests.publish.scoring import publish_by
from tests.sheets.handing_in import DECISION, MANUAL, OBJECTION, PORTAL, as_csv, hand_in
from tests.show.attention import needs_attention
from tests.show.internal_site import (
    OTHER,
    UNIT,
    cards,
    figures_of,
    files,
    latest,
    lists,
    make_busy,
    make_ranked,
    page,
    pages,
    render,
)
from tests.support.warehouse import Warehouse


@pytest.fixture
def busy(communes: Warehouse) -> Warehouse:
    return make_busy(communes)


@pytest.fixture
def ranked(warehouse: Warehouse) -> Warehouse:
    return make_ranked(warehouse)


def test_what_has_to_be_done_today_comes_first_by_the_hour_whatever_its_level(busy: Warehouse) -> None:
    render(busy)
    own, received, since = "Phường Thuận Hóa", "Tiếp nhận 10/09/2026 08:00", "từ 11/09/2026 09:30"
    assert cards(busy, UNIT) == {
        "due": [
            ["còn 1 giờ Hẹn trả 08:00 hôm nay", "T-1", "Đăng ký tạm trú", f"{own}, Đã ký, chưa trả {since}",
             f"Đã có kết quả, chưa kết thúc trên phần mềm. {received}"],
            ["còn 3 giờ 30 phút Tiếp nhận trước 10:30 hôm nay", "N-1", "Đăng ký tạm trú", f"{own}, Tiếp nhận {since}",
             "Chưa tiếp nhận. Nộp 10/09/2026 08:00; nguyên nhân: Lỗi phần mềm"],
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
        "due": ["B-1"], "held": ["H-1 Phường Thuận Hóa", "O-1 Phường Thuận Hóa"],
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
    assert list(cards(busy, OTHER)) == ["due"]


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
    assert lists(ranked, UNIT)[-len(recoverable) :] == [list(row) for row in recoverable]
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
    assert {name for name in files(ranked) if "19753" in name} == {UNIT, after, f"so-lieu/{latest(ranked)}/19753.html"}


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


def test_page_and_mail_count_the_same(busy: Warehouse) -> None:
    """The list of a morning is counted as its page."""
    busy.execute("INSERT INTO audit.alert_run SELECT '2026-10-01', 'morning', '2026-10-01T07:00:00+07:00', 0, 0, 0, 2")
    busy.execute(
        "INSERT INTO audit.alert_list (kind, run_on, slot, unit_id, as_of, open_before) "
        "SELECT 'morning', '2026-10-01', 'morning', unit_id, '2026-10-01T07:00:00+07:00', 0 FROM mart.unit "
        "WHERE unit_code IN ('19753', '00745')"
    )
    with busy.engine.begin() as connection:
        run(connection, "alert/insert_counts.sql", {"run_on": "2026-10-01", "slot": "morning"})
    render(busy)
    subjects = {
        list_id: compose(busy.engine, busy.settings, "alert_list", list_id).subject
        for (list_id,) in busy.query("SELECT list_id FROM audit.alert_list ORDER BY list_id")
    }
    sources = "".join((busy.settings.internal_dir / path).read_text() for path in (UNIT, OTHER))
    headlines = set(re.findall(r'<p class="headline">(.*?)</p>', sources))
    assert {subject.split(" – ")[0] for subject in subjects.values()} == headlines
    assert headlines == {"2 hồ sơ phải xong hôm nay", "1 hồ sơ phải xong hôm nay"}
