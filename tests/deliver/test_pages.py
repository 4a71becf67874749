"""The page of a ranking by a scheme of several groups."""

from __future__ import annotations

import html
import re
from pathlib import Path

from onestop.deliver.pages import render_pages
from tests.publish.portal import COMMUNE, entered, given_figures
from tests.publish.scoring import give, publish_by
from tests.sheets.handing_in import as_csv, hand_in
from tests.support.warehouse import Warehouse


def test_a_score_of_several_groups_is_shown_with_its_groups_grade_and_note(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, "19753", given_figures(COMMUNE, 5026))
    hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(*entered(COMMUNE, "19753")))
    publish_by(communes, "qd766_commune")
    paths = render_pages(communes.engine, tmp_path / "site")
    assert "h57/qd766_commune/month_2026-03-01_2026-03-31-v1.html" in paths
    assert len(set(paths)) == len(paths)
    text = (tmp_path / "site/h57/qd766_commune/month_2026-03-01_2026-03-31-v1.html").read_text(encoding="utf-8")
    page = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))
    assert "71,03 – Khá 11,85 19,23 6,36 6,74 8,85 18,00" in page
    assert "Cung cấp dịch vụ công trực tuyến (tạm tính) tối đa 12,00" in page
    assert "công thức của Cổng chưa xác định được" in page
    assert "Bảng xếp hạng số" in page
    assert "Công bố lần đầu sau khi kỳ kết thúc" in page
    assert "Chưa có số liệu nhập theo mẫu: Tỷ lệ đồng bộ hồ sơ lên Cổng DVCQG" in page
