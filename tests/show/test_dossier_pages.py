"""The way from a ranking to the dossiers behind its figures, on the pages for offices."""

from __future__ import annotations

import re

import pytest

from onestop.show import dossier_pages
from tests.show.attention import needs_attention
from tests.show.internal_site import UNIT, figures_of, files, latest, make_ranked, render, statements_of
from tests.support.warehouse import Warehouse


@pytest.fixture
def ranked(warehouse: Warehouse) -> Warehouse:
    return make_ranked(warehouse)


def test_each_figure_leads_to_the_dossiers_that_lower_it(ranked: Warehouse) -> None:
    render(ranked)
    number = latest(ranked)
    path = f"so-lieu/{number}/19753.html"
    unit = (ranked.settings.internal_dir / UNIT).read_text()
    label = "Tỷ lệ đúng hạn (theo Cổng DVCQG): 100,00% (2/2), xem hồ sơ"
    assert f'<a href="../{path}#on_time_rate_portal" aria-label="{label}">' in unit
    assert f'<a href="../bang/{number}.html">Xem cả bảng</a>' in unit
    source = (ranked.settings.internal_dir / path).read_text()
    explained = ranked.query(
        "SELECT item.indicator_code, (SELECT array_agg(record_key ORDER BY record_key) FROM mart.explain(%(id)s, "
        "'19753', item.indicator_code) WHERE denominator > numerator) AS against FROM mart.published_item AS item "
        "WHERE publication_id = %(id)s AND unit_code = '19753' AND value_kind = 'ratio'",
        {"id": number},
    )
    checked = 0
    for indicator_code, against in explained:
        section = re.search(rf'<section id="{indicator_code}".*?</section>', source, flags=re.DOTALL)
        assert section, indicator_code
        listed = re.findall(r'<td class="name">(M-\d)</td>', section[0])
        if "không theo từng hồ sơ" not in section[0]:
            assert listed == (against or []), indicator_code
            checked += len(listed)
    assert checked > 5
    section = re.search(r'<section id="reuse_rate".*?</section>', source, flags=re.DOTALL)
    assert section
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section[0]))
    assert "2 hồ sơ làm giảm chỉ tiêu này; 0 hồ sơ còn lại được tính đạt." in text


def test_a_ranking_leads_to_its_units_and_their_late_dossiers(ranked: Warehouse) -> None:
    render(ranked)
    number = latest(ranked)
    source = (ranked.settings.internal_dir / f"bang/{number}.html").read_text()
    assert f'href="../so-lieu/{number}/19753.html">Phường Thuận Hóa</a>' in source
    assert f'<a href="bang/{number}.html">' in (ranked.settings.internal_dir / "index.html").read_text()


def test_pages_of_a_ranking_are_made_once_and_so_many_rankings_in_a_run(
    ranked: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier_pages, "MOST_RANKINGS", 0)
    render(ranked)
    assert not [name for name in files(ranked) if name.startswith(("bang/", "so-lieu/"))]
    monkeypatch.setattr(dossier_pages, "MOST_RANKINGS", 1)
    render(ranked)
    number = latest(ranked)
    made = {name for name in files(ranked) if name.startswith(("bang/", "so-lieu/"))}
    assert made == {f"bang/{number}.html", *figures_of(number)}
    path = ranked.settings.internal_dir / f"so-lieu/{number}/19753.html"
    path.write_text("as it was made")
    assert render(ranked) == 0


def test_the_number_of_statements_does_not_depend_on_units_or_dossiers(ranked: Warehouse) -> None:
    render(ranked)
    before = statements_of(ranked)
    for number in range(20):
        needs_attention(ranked, f"Z-{number}", unit_code="19753" if number % 2 else "00745", level="due_today")
    assert statements_of(ranked) == before
