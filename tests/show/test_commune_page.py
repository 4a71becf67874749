"""The page of a commune: exact sentences, bars and figures, as they were published."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onestop.show import marks
from onestop.show.commune_page import points_lost, summary
from onestop.show.pages import render_pages
from tests.publish.portal import COMMUNE, entered, given_figures
from tests.publish.scoring import give, publish_by
from tests.sheets.handing_in import as_csv, hand_in
from tests.show.test_pages import FIGURES, FIRST, FOLDER, OTHER, OTHER_FIGURES, cells, text_of
from tests.support.warehouse import Warehouse

NAMES = {"a": "Tỷ lệ đúng hạn", "b": "Tỷ lệ trực tuyến"}


def item(code: str, points: str | None, lost: str, back: str, gone: str = "0", elsewhere: str = "0") -> Any:
    """Return the points of an indicator of fifty points."""
    return SimpleNamespace(
        indicator_code=code,
        max_points=Decimal(50),
        points=None if points is None else Decimal(points),
        points_lost=Decimal(lost),
        points_recoverable=Decimal(back),
        points_gone=Decimal(gone),
        points_not_ours=Decimal(elsewhere),
    )


def ranked(*scores: str) -> list[dict[str, Any]]:
    """Return units A, B, C … with these scores, the best first."""
    return [
        {
            "unit_id": at,
            "unit_name": f"Xã {'ABCD'[at]}",
            "score": Decimal(score),
            "rank": 1 + sum(Decimal(other) > Decimal(score) for other in scores),
        }
        for at, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("at", "first"),
    [
        (0, "Hạng 1/4 với 90,00 điểm, hơn hạng 2 (Xã B) 5,00 điểm."),
        (1, "Hạng 2/4 với 85,00 điểm, kém hạng 1 (Xã A) 5,00 điểm."),
        (2, "Hạng 2/4 với 85,00 điểm, kém hạng 1 (Xã A) 5,00 điểm."),
        (3, "Hạng 4/4 với 70,50 điểm, kém hạng 2 (Xã C) 14,50 điểm."),
    ],
)
def test_the_first_sentence_says_rank_and_gap(at: int, first: str) -> None:
    peers = ranked("90", "85", "85", "70.5")
    assert summary(peers[at], peers, [], NAMES) == [first]


def test_who_is_alone_or_not_ranked_has_no_gap() -> None:
    (alone,) = ranked("90")
    assert summary(alone, [alone], [], NAMES) == ["Hạng 1/1 với 90,00 điểm."]
    unranked = {**alone, "rank": None, "score": None}
    assert summary(unranked, [], [], NAMES) == ["Chưa được xếp hạng trong kỳ này."]


@pytest.mark.parametrize(
    ("back", "sentence"),
    [
        ("14.5", "Lấy lại được nhiều nhất: Tỷ lệ trực tuyến (còn khắc phục được 14,50 điểm); lấy đủ số điểm này thì "
                 "lên hạng 2 nếu các đơn vị khác giữ nguyên."),
        ("14.4", "Lấy lại được nhiều nhất: Tỷ lệ trực tuyến (còn khắc phục được 14,40 điểm)."),
        ("0", "Số điểm bị mất của kỳ này không còn khắc phục được."),
    ],
    ids=["a better rank", "not enough for a rank", "nothing"],
)  # fmt: skip
def test_the_last_sentence_says_what_would_win_most(back: str, sentence: str) -> None:
    peers = ranked("90", "85", "85", "70.5")
    items = [item("a", "35.5", "14.5", "0", gone="14.5"), item("b", "35", "14.49", back)]
    said = summary(peers[3], peers, items, NAMES)
    assert said[1:] == ["Mất điểm nhiều nhất: Tỷ lệ đúng hạn (mất 14,50/50,00 điểm).", sentence]


def test_a_bar_has_a_part_for_each_kind_of_points_and_says_them() -> None:
    shares = points_lost([item("a", "20", "30", "10", "15", "5"), item("b", "50", "0", "0")])
    assert shares is not None
    assert shares["reached"] == "Đạt 70,00/100,00 điểm"
    lost = "còn khắc phục được 10,00; không khắc phục được trong kỳ 15,00; do cơ quan khác, do đồng bộ 5,00"
    assert shares["text"] == lost
    assert f'aria-label="Đạt 70,00/100,00 điểm; {lost}"' in shares["bar"]
    parts = re.findall(r'class="(\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', shares["bar"])
    assert parts == [
        ("got", "0.0", "84.0"), ("back", "84.0", "12.0"), ("gone", "96.0", "18.0"), ("elsewhere", "114.0", "6.0"),
    ]  # fmt: skip
    assert points_lost([item("a", "20", "0", "0"), item("b", None, "0", "0")]) is None
    assert marks.bar([], Decimal(0), "") == ""


def test_scored_indicators_come_first_and_lead_to_the_row_of_the_commune(communes: Warehouse, tmp_path: Path) -> None:
    give(communes, FIRST, given_figures(COMMUNE, 5026))
    give(communes, OTHER, given_figures(COMMUNE, 5026))
    hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(*entered(COMMUNE, FIRST), *entered(COMMUNE, OTHER)))
    publish_by(communes, "qd766_commune")
    render_pages(communes.engine, communes.settings)
    folder = communes.settings.site_dir / FOLDER.replace("on_time_simple", "qd766_commune")
    page = (folder / f"don-vi/{FIRST}.html").read_text(encoding="utf-8")
    items = communes.query(
        "SELECT indicator_code, points_lost FROM mart.published_item "
        "INNER JOIN mart.publication USING (publication_id) INNER JOIN mart.unit USING (unit_id) "
        "WHERE unit.unit_code = '19753' AND publication.scheme_code = 'qd766_commune' "
        "AND publication.period_id = 'month:2026-03-01:2026-03-31' ORDER BY points_lost DESC, ordinal"
    )
    shown, folded = page.split("<details>")[:2]
    links = re.findall(rf'href="\.\./chi-tieu/(\w+)\.html#{FIRST}"', shown)
    assert len(links) == 8
    assert links == [each.indicator_code for each in items][:8]
    others = re.findall(rf'href="\.\./chi-tieu/(\w+)\.html#{FIRST}"', folded)
    assert set(links) | set(others) == {each.indicator_code for each in items}
    for code in links + others:
        assert f'<tr id="{FIRST}">' in (folder / f"chi-tieu/{code}.html").read_text(encoding="utf-8")


def test_figures_that_are_not_scored_are_folded_by_group(communes: Warehouse) -> None:
    give(communes, FIRST, {**FIGURES, "resolved_duration": 27132})
    give(communes, OTHER, OTHER_FIGURES)
    publish_by(communes, "on_time_simple")
    render_pages(communes.engine, communes.settings)
    path = communes.settings.site_dir / FOLDER / f"don-vi/{FIRST}.html"
    opened = re.sub(r"<details>.*?</details>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "Tỷ lệ hồ sơ nộp trực tuyến" not in opened
    assert cells(path, "Tỷ lệ hồ sơ nộp trực tuyến")[0][1] == "75,00%"
    assert "Hạng 1/2 với 90,00 điểm, hơn hạng 2 (" in text_of(path)
    assert "Mất điểm nhiều nhất: Tỷ lệ đúng hạn (theo biểu II.06a) (mất 10,00/100,00 điểm)." in text_of(path)
