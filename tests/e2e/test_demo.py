"""`make demo` on real Airflow: the truth in the mart, all runs from the scheduler, a second demo changes nothing."""

from __future__ import annotations

import csv
import email
import email.policy
import html
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from onestop.sheets.objections import decision_sheet, objection_sheet
from onestop.show.documents import DocumentRequest, write_documents
from tests.e2e.conftest import Stack, own_entries
from tests.support.crawl import mails_of
from tests.support.surfaces import crawl_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

DOSSIERS = "1600"
LATEST = "2026-09-01"


YEARLY: dict[str, Any] = {"periods": ["report_year"]}
OF_THE_PROVINCE = YEARLY | {"areas": ["province"]}
OWN_CATALOGUE: dict[str, dict[str, dict[str, Any]]] = {
    "plans.yaml": {
        **{"on_time": {}, "on_time_weekly": {}, "on_time_reports": {}, "on_time_former_districts": YEARLY},
        **{"qd766": {}, "qd766_weekly": {}, "qd766_reports": {}, "qd766_former_districts": YEARLY},
        **{"digitization": YEARLY, "project_06": OF_THE_PROVINCE, "satisfaction": OF_THE_PROVINCE},
        **{"online_submission": OF_THE_PROVINCE, "online_payment": OF_THE_PROVINCE},
    },
    "period_kinds.yaml": {
        **{"rolling_4_weeks": {}, "month": {}, "quarter": {}, "custom": {}},
        **{"report_quarter": {}, "report_half_year": {}, "report_nine_months": {}, "report_year": {}},
    },
}
"""Every scheme, kind of published period and kind of area, but not all of them together: that is 1,480 rankings, which
tests/publish/test_every_ranking.py publishes without Airflow around it."""


@pytest.fixture(scope="module")
def demo(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the first demo printed."""
    folder = tmp_path_factory.mktemp("catalogue")
    for name, changes in OWN_CATALOGUE.items():
        (folder / name).write_text(own_entries(name, changes), encoding="utf-8")
    stack.environ |= {"ONESTOP_CATALOGUE": str(folder), "ONESTOP_DEMO_DOSSIERS": DOSSIERS}
    return stack.command("demo")


def truth(stack: Stack, name: str) -> list[dict[str, str]]:
    """Return a file of the truth."""
    with Path(stack.var_dir / "demo" / "truth" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def address(stack: Stack, part: str, path: str = "") -> str:
    """Return an address of the stack."""
    return f"http://127.0.0.1:{stack.environ[f'ONESTOP_{part}_PORT']}/{path}"


def get(url: str) -> httpx.Response:
    """Ask a server of the stack, which may be slow on a busy machine."""
    return httpx.get(url, timeout=120, follow_redirects=True)


def test_it_says_where_to_look_and_every_address_answers(demo: str, stack: Stack) -> None:
    assert "Phường" in demo
    shown = dict(re.findall(r"^(rankings|commune|internal|mails|Airflow): +(http://\S+)", demo, flags=re.MULTILINE))
    begins = {"rankings": "SITE", "commune": "SITE", "internal": "INTERNAL", "mails": "MAILBOX", "Airflow": "AIRFLOW"}
    assert set(shown) == set(begins)
    for name, part in begins.items():
        assert shown[name].startswith(address(stack, part))
        assert get(shown[name]).status_code == 200, name
    best = stack.warehouse().query("SELECT name FROM mart.unit WHERE unit_code = %(code)s AND is_fed", {
        "code": re.search(r"/don-vi/(\d+)\.html$", shown["commune"])[1],
    })  # fmt: skip
    assert best[0].name in html.unescape(get(shown["commune"]).text)


@pytest.mark.usefixtures("demo")
def test_forty_communes_have_the_codes_scores_and_ranks_of_the_truth(stack: Stack) -> None:
    rows = stack.warehouse().query(
        "SELECT ranking.* FROM mart.ranking INNER JOIN mart.publication USING (publication_id) "
        "WHERE period_kind = 'month' AND scheme_code = 'on_time_simple' AND area_code = 'H57'"
    )
    ranked = {
        (row.unit_code, str(row.period_start)): (None if row.score is None else f"{row.score:.2f}", row.rank)
        for row in rows
    }
    expected = {
        (row["unit_code"], row["period_start"]): (row["score"] or None, int(row["rank"]) if row["rank"] else None)
        for row in truth(stack, "ranking.csv")
    }
    assert ranked == expected
    assert len({code for code, start in ranked if start == LATEST}) == 40


@pytest.mark.usefixtures("demo")
def test_every_ranking_that_is_planned_is_published_for_the_province_and_each_former_district(stack: Stack) -> None:
    rows = stack.warehouse().query(
        "SELECT area_kind, period_kind, count(DISTINCT area_code) AS areas, count(DISTINCT scheme_code) AS schemes, "
        "count(*) AS n FROM mart.publication_head WHERE version = 1 GROUP BY area_kind, period_kind"
    )
    assert {tuple(row) for row in rows} == {
        ("province", "month", 1, 2, 2 * 12),
        ("province", "report_quarter", 1, 2, 2 * 4),
        ("province", "rolling_4_weeks", 1, 2, 2 * 4),
        ("province", "report_half_year", 1, 2, 2 * 2),
        ("province", "report_nine_months", 1, 2, 2),
        ("province", "report_year", 1, 7, 7),
        ("former_district", "report_year", 9, 3, 9 * 3),
    }
    site = get(address(stack, "SITE")).text
    assert html.unescape(site).count("Địa bàn") >= 10


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("file", "kind"), [("form_ii06a.csv", "month"), ("form_ii06a_quarter.csv", "quarter")])
def test_every_form_column_equals_the_truth(stack: Stack, file: str, kind: str) -> None:
    expected = truth(stack, file)
    key = ("unit_code", "period_start", "sector_code")
    columns = [name for name in expected[0] if name not in (*key, "period_end")]

    def row_of(row: Any) -> tuple[int, ...]:
        return tuple(int(row[column]) for column in columns)

    counted = stack.warehouse().query(
        "SELECT form.* FROM mart.form_ii06a AS form INNER JOIN mart.period USING (period_id) "
        "WHERE kind = %(kind)s AND state <> 'open' AND basis = 'receiving'",
        {"kind": kind},
    )
    mart = {tuple(str(row._mapping[name]) for name in key): row_of(row._mapping) for row in counted}
    assert mart == {tuple(row[name] for name in key): row_of(row) for row in expected}


@pytest.mark.usefixtures("demo")
def test_only_the_first_wake_up_was_by_hand(stack: Stack) -> None:
    runs = stack.airflow_rows("SELECT dag_id, run_type, count(*) FROM dag_run GROUP BY 1, 2")
    by_hand = {(dag_id, number) for dag_id, run_type, number in runs if run_type == "manual"}
    assert by_hand == {("tick", 1), ("ingest", 1), ("read_sheets", 1), ("raise_alerts", 1), ("deliver", 1)}
    started = {(dag_id, run_type) for dag_id, run_type, _ in runs}
    assert {("refresh_measures", "asset_triggered"), ("publish_rankings", "asset_triggered")} <= started
    assert {state for (state,) in stack.airflow_rows("SELECT DISTINCT state FROM dag_run")} == {"success"}


@pytest.mark.usefixtures("demo")
def test_a_commune_has_its_score_by_766_its_lost_points_by_kind_and_dossiers_to_mend(stack: Stack) -> None:
    period_id = "month:2026-09-01:2026-09-30"
    scores = stack.warehouse().query(
        "SELECT unit_code, count(*) AS items, count(points) AS given, sum(points) AS score, sum(points_recoverable) AS "
        "recoverable, sum(points_gone) AS gone, sum(points_not_ours) AS not_ours FROM mart.score "
        "WHERE scheme_code = 'qd766_commune' AND subject_kind = 'unit' AND period_id = %(period_id)s "
        "GROUP BY unit_code",
        {"period_id": period_id},
    )
    communes = [row for row in scores if row.given == row.items == 19]
    assert len(communes) == 38, "in two others nothing arose of some indicator"
    assert {row.score + row.recoverable + row.gone + row.not_ours for row in communes} == {100}
    busiest = stack.warehouse().query(
        "SELECT unit_code FROM mart.score WHERE indicator_code = 'digitized_result_rate' AND subject_kind = 'unit' "
        "AND period_id = %(period_id)s ORDER BY denominator - numerator DESC, unit_code LIMIT 1",
        {"period_id": period_id},
    )[0]
    mend = stack.warehouse().query(
        "SELECT * FROM mart.dossiers_to_mend_now(%(period_id)s, %(unit)s, 'qd766_commune')",
        {"period_id": period_id, "unit": busiest.unit_code},
    )
    assert len(mend) == 6
    assert all(row.points_each > 0 and row.record_key for row in mend)


@pytest.mark.usefixtures("demo")
def test_mapped_tasks_are_named_after_their_source(stack: Stack) -> None:
    names = stack.airflow_rows(
        "SELECT DISTINCT rendered_map_index FROM task_instance "
        "WHERE task_id = 'each_source.read_source' AND map_index >= 0"
    )
    assert names == [("hue",)]


@pytest.mark.usefixtures("demo")
def test_the_page_of_the_latest_month_is_served(stack: Stack) -> None:
    site = f"http://127.0.0.1:{stack.environ['ONESTOP_SITE_PORT']}"
    answer = get(f"{site}/h57/on_time_simple/month_{LATEST}_2026-09-30-v1/")
    page = html.unescape(answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for text in ("Bảng xếp hạng", "Dự kiến", "Tháng 9 năm 2026", "Số liệu chốt đến 24 giờ 00 ngày 30/09/2026"):
        assert text in page
    names = [
        row.name for row in stack.warehouse().query("SELECT name FROM mart.unit WHERE kind = 'commune' AND is_fed")
    ]
    assert len(names) == 40
    assert [name for name in names if name not in page] == []
    assert 'href="h57/on_time_simple/month_2026-09-01_2026-09-30-v1/index.html"' in get(f"{site}/").text
    index = get(f"{site}/h57/").text
    months = set(re.findall(r"h57/on_time_simple/month_([0-9-]+)_", index))
    assert len(months) == 12
    weeks = ["2026-08-10_2026-09-06", "2026-08-17_2026-09-13", "2026-08-24_2026-09-20", "2026-08-31_2026-09-27"]
    assert [week for week in weeks if f"h57/on_time_simple/rolling_4_weeks_{week}-v1/index.html" not in index] == []


def rankings_in(mail: EmailMessage) -> list[str]:
    """Return the titles of the rankings that a mail tells of."""
    body = mail.get_body(("html",))
    return re.findall(r"<h2[^>]*>(Bảng xếp hạng [^<]*)</h2>", body.get_content()) if body else []


@pytest.mark.usefixtures("demo")
def test_every_office_has_its_rankings_and_its_list_of_the_morning_once(stack: Stack) -> None:
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in (stack.var_dir / "demo" / "mails").glob("*.eml")
    ]
    warehouse = stack.warehouse()
    # The latest week, month and report quarter by QĐ 766 and by on time, in one mail to the province and each commune.
    rankings = [mail for mail in mails if rankings_in(mail)]
    sent = [(mail["To"], title) for mail in rankings for title in rankings_in(mail)]
    assert len({*sent}) == len(sent) == 6 * 41
    assert len({mail["To"] for mail in rankings}) == len(rankings) == 41
    lists = warehouse.query(
        "SELECT list.kind, coalesce(unit_code, area_code) AS code FROM audit.alert_list AS list "
        "LEFT JOIN mart.unit USING (unit_id) LEFT JOIN mart.area USING (area_id)"
    )
    recipients = {row["Mã phạm vi"]: row["Địa chỉ"] for row in truth(stack, "recipients.csv")}
    told = {recipients[row.code] for row in lists if row.code in recipients}
    others = [mail for mail in mails if mail not in rankings and not mail["Subject"].startswith("Vận hành")]
    assert {mail["To"] for mail in others} == told
    assert len(others) == len(told) > 5
    assert len({mail["Message-ID"] for mail in mails}) == len(mails)
    assert warehouse.query("SELECT DISTINCT status FROM audit.delivery") == [("sent",)]
    page = html.unescape(get(address(stack, "MAILBOX")).text)
    assert all(mail["To"] in page for mail in mails)


@pytest.mark.usefixtures("demo")
def test_the_dossiers_of_a_list_are_on_the_internal_page_and_not_on_the_public_one(stack: Stack) -> None:
    rows = stack.warehouse().query("SELECT unit_code, dossier_code FROM mart.overdue_dossier")
    assert len(rows) > 5
    pages = {code: get(address(stack, "INTERNAL", f"don-vi/{code}.html")).text for code in {r[0] for r in rows}}
    assert [row.dossier_code for row in rows if row.dossier_code not in pages[row.unit_code]] == []
    public = "".join(
        path.read_text(encoding="utf-8")
        for path in (stack.var_dir / "site").rglob("*")
        if path.suffix in {".html", ".json"}
    )
    assert [row.dossier_code for row in rows if row.dossier_code in public] == []


@pytest.mark.usefixtures("demo")
def test_the_same_name_unit_and_period_has_the_same_figure_everywhere(stack: Stack) -> None:
    warehouse = stack.warehouse()
    crawl = crawl_of(warehouse)
    crawl.site(stack.var_dir / "site")
    crawl.internal(stack.var_dir / "internal")
    for mail in mails_of(stack.var_dir / "demo" / "mails"):
        crawl.mail(mail)
    month = DocumentRequest("H57", f"month:{LATEST}:2026-09-30", (), "receiving")
    for path in write_documents(warehouse.engine, stack.var_dir / "crawled", month, objection_sheet, decision_sheet):
        if path.name.startswith("bieu-ii06a"):
            crawl.form(path, "6 giờ 00 ngày 01/10/2026")
        elif path.stem == "ky-duyet":
            crawl.package(path)
    assert "\n".join(crawl.disagreements()) == ""
    least = {"page": 50_000, "workbook": 20_000, "mail": 20_000, "form": 3_000, "package": 1_000, "internal": 300}
    compared = crawl.compared()
    assert {name: compared[name] for name, count in least.items() if compared[name] < count} == {}


@pytest.mark.usefixtures("demo")
def test_a_run_links_to_the_pages_that_it_made(stack: Stack) -> None:
    links = stack.airflow_rows("SELECT DISTINCT task_id, value #>> '{}' FROM xcom WHERE key LIKE '\\_link\\_%'")
    assert ("render_pages", address(stack, "SITE")) in links
    assert ("render_internal", address(stack, "INTERNAL")) in links
    assert ("publish_pending", address(stack, "INTERNAL", "quality/index.html")) in links


@pytest.mark.usefixtures("demo")
def test_the_status_is_one_screen_and_says_that_all_is_well(stack: Stack) -> None:
    screen = stack.command("status")
    assert screen.splitlines()[-1] == "nothing is wrong"
    assert "business clock           2026-10-01 07:00" in screen
    assert "delivery by mail" in screen
    assert len(screen.splitlines()) < 40


@pytest.mark.usefixtures("demo")
def test_no_secret_and_no_personal_value_is_in_the_logs(stack: Stack) -> None:
    token = (stack.var_dir / "secrets" / "simulator-token").read_text(encoding="utf-8").strip()
    logs = [path for path in (stack.var_dir / "log").rglob("*") if path.is_file()]
    assert logs
    for path in logs:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert token not in text, path
        assert "Giả Lập" not in text, path


@pytest.mark.usefixtures("demo")
def test_a_second_demo_changes_no_row(stack: Stack) -> None:
    before = stack.warehouse().content("core", "mart", "quarantine")
    stack.command("demo")
    assert stack.warehouse().content("core", "mart", "quarantine") == before
