"""Files of the catalogue are read strictly: each fault with its file, its entry and its reason, all at once."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from onestop import catalogue
from onestop.catalogue import checking
from onestop.catalogue.entry import CatalogueError, Duration, convert
from onestop.catalogue.files import read_catalogue
from onestop.catalogue.forms import Cluster, Figure, Indicator, PeriodKind, PeriodKindCode, Scheme
from onestop.catalogue.kinds import KINDS
from onestop.catalogue.plans import Plan
from onestop.catalogue.rankings import expand
from onestop.warehouse.database import sql
from tests.catalogue.laying import PLAN, SCHEME, read, write

OURS = read_catalogue(catalogue.FOLDER)


def told(folder: Path, **files: str) -> list[str]:
    """Return the faults of our catalogue with these files over it, from the place in the file on."""
    found = read(folder, **files)
    expand(found)
    faults = [*found.faults, *checking.faults(found)]
    return [fault.replace(f"{folder}/", "") for fault in faults]


def test_each_kind_has_its_file_and_each_file_its_kind() -> None:
    assert sorted(path.name for path in catalogue.FOLDER.iterdir()) == sorted(kind.file for kind in KINDS)


def test_our_own_files_are_right(tmp_path: Path) -> None:
    assert told(tmp_path) == []
    indicators = read(tmp_path).of(Indicator)
    assert len(indicators) >= 70
    assert indicators["online_rate 1"][0].denominator == ("received_new",)


def test_what_is_not_said_is_the_usual(tmp_path: Path) -> None:
    (scheme, _) = read(tmp_path, schemes=SCHEME).of(Scheme)["two_things 1"]
    assert [(item.max_points, item.full_score_at, item.zero_denominator_points) for item in scheme.items] == [
        (Decimal(70), Decimal(1), None),
        (Decimal(30), Decimal("0.6"), Decimal(0)),
    ]
    (plan, _) = read(tmp_path, plans=PLAN).of(Plan)["two_things"]
    assert (plan.areas, plan.first_within, plan.objection_days) == (("province",), Duration(36, 0), 2)


def test_codes_of_digits_need_no_quotes(tmp_path: Path) -> None:
    text = "- area_code: 007\n  name: Cụm\n  valid_from: 2025-07-01\n  units: [00745, 19753]\n"
    assert read(tmp_path, clusters=text).of(Cluster)["007 2025-07-01"][0].units == ("00745", "19753")


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [("3 years", 36, 0), ("14 months", 14, 0), ("1 year 2 mons", 14, 0), ("4 weeks", 0, 28), ("1 day", 0, 1)],
)
def test_lengths_of_time(text: str, months: int, days: int) -> None:
    assert Duration.read(text) == Duration(months, days)
    assert Duration.read(str(Duration(months, days)).replace("months", "mons")) == Duration(months, days)


FIGURE = "- figure_code: kiosk_count\n  name_vi: Số ki-ốt\n  value_unit: count\n  definition_vi: Số ki-ốt."


def test_a_key_of_ours_is_replaced_and_another_is_added(tmp_path: Path) -> None:
    changed = FIGURE.replace("kiosk_count", "procedure_count")
    figures = read(tmp_path, figures=f"{FIGURE}\n{changed}\n").of(Figure)
    ours = read_catalogue(catalogue.FOLDER).of(Figure)
    assert figures.keys() - ours.keys() == {"kiosk_count"}
    assert figures["procedure_count"][0].name_vi == "Số ki-ốt"
    assert figures["procedure_count"][1].place == f"{tmp_path}/figures.yaml line 5 (procedure_count)"


def test_an_entry_of_ours_is_taken_out(tmp_path: Path) -> None:
    taken = "- {plan: on_time_weekly, taken_out: true}\n"
    ours = read_catalogue(catalogue.FOLDER).of(Plan)
    assert ours.keys() - read(tmp_path, plans=taken).of(Plan).keys() == {"on_time_weekly"}
    without_version = "- {scheme_code: qd766_commune, taken_out: true}\n"
    assert "qd766_commune 1" not in read(tmp_path, schemes=without_version).of(Scheme)


INDICATOR = """
- indicator_code: kiosk_rate
  name_vi: Tỷ lệ ki-ốt
  value_kind: ratio
  direction: higher_is_better
  numerator: [kiosk_count]
  denominator: [procedure_count]
  definition_vi: Số ki-ốt chia cho số thủ tục.
  source: Kế hoạch của tỉnh
  group_vi: Tiếp nhận
  unit_vi: "%"
"""
RULE = "- {rule_code: hand_over_hour, valid_from: %s, valid_to: %s, value: '15', article: Điều 18}\n"
PROCEDURE = "- {procedure_code: 9.000001, group_code: %s, valid_from: 2026-01-01, source: QĐ 1}\n"
FAULTS = {
    "no YAML": ("figures", "- a: b: c\n", "figures.yaml line 1: it is no YAML: "),
    "no list": ("figures", "figure_code: a\n", "figures.yaml line 1: it is no list of entries; begin each with `- `"),
    "no entry": ("figures", "- a\n", "figures.yaml line 1: it is no entry; write each as `- figure_code: ...`"),
    "a name twice": ("figures", f"{FIGURE}\n  name_vi: x\n", "figures.yaml line 5: name_vi stands there twice"),
    "an unknown field": (
        "figures",
        f"{FIGURE}\n  colour: red\n",
        "(kiosk_count): Object contains unknown field `colour`",
    ),
    "a field is missing": ("figures", "- figure_code: a\n", "(a): Object missing required field `name_vi`"),
    "a word that is no choice": (
        "figures",
        FIGURE.replace("count\n  def", "euros\n  def"),
        "(kiosk_count): Invalid enum value 'euros' at `value_unit`",
    ),
    "a code with a space": ("figures", FIGURE.replace("kiosk_count", "kiosk count"), "Expected `str` matching regex"),
    "an empty text": ("figures", FIGURE.replace("Số ki-ốt\n", "\n"), "Expected `str` of length >= 1 at `name_vi`"),
    "the same twice": (
        "figures",
        f"{FIGURE}\n{FIGURE}\n",
        "figures.yaml line 5 (kiosk_count): it stands at {folder}figures.yaml line 1 already",
    ),
    "a file of another name": (
        "figure",
        FIGURE,
        "figure.yaml: no file is called so. Name it one of alert_levels.yaml, ",
    ),
    "measures of a province": (
        "measures",
        "- measure: received_kiosk\n",
        "measures.yaml: the statements that count measures are generated from ours, reviewed and tested. Take the file",
    ),
    "taken out, with more": (
        "plans",
        "- {plan: on_time, periods: [month], taken_out: true}",
        "to take an entry out, write plan and taken_out: true alone",
    ),
    "taken out, unknown": ("plans", "- {plan: x, taken_out: true}", "(x): there is no such entry to take out"),
    "no measure and no figure": (
        "indicators",
        INDICATOR,
        "(kiosk_rate 1): there is no measure and no figure kiosk_count; docs/reference/indicators.md lists measures",
    ),
    "a median of what is entered": (
        "indicators",
        INDICATOR.replace("ratio\n", "median\n").replace(
            "[kiosk_count]\n  denominator: [procedure_count]", "[procedure_count]"
        ),
        "(kiosk_rate 1): procedure_count is one number that offices enter, which has no median",
    ),
    "a figure that is called like a measure": (
        "figures",
        FIGURE.replace("kiosk_count", "received_new"),
        "(received_new): received_new is a measure already; call the figure otherwise",
    ),
    "instead of no measure": (
        "figures",
        f"{FIGURE}\n  instead_of: within\n",
        "(kiosk_count): instead_of names within, which is no measure that is added up by day",
    ),
    "instead of a measure, of the province": (
        "figures",
        f"{FIGURE}\n  instead_of: received_online\n  is_of_province: true\n",
        "(kiosk_count): instead_of is for a count of the unit itself",
    ),
    "a ratio without denominator": (
        "indicators",
        INDICATOR.replace("[kiosk_count]\n  denominator: [procedure_count]", "[received_new]"),
        "value_kind ratio: a ratio and a mean have a denominator, the others have none",
    ),
    "versions that overlap": (
        "indicators",
        INDICATOR.replace("kiosk_count", "procedure_count")
        + INDICATOR.replace("numerator: [kiosk_count]", "indicator_version: 2\n  numerator: [procedure_count]"),
        "(kiosk_rate 2): it holds on days on which {folder}indicators.yaml line 2 (kiosk_rate 1) holds",
    ),
    "no indicator": (
        "schemes",
        SCHEME.replace("online_rate", "on_line_rate"),
        "(two_things 1): there is no indicator on_line_rate version 1",
    ),
    "no points": (
        "schemes",
        SCHEME.replace("online_rate", "p90_processing_working_days"),
        "points cannot be given for p90_processing_working_days: they follow from shares, and from counts",
    ),
    "too many points": (
        "schemes",
        SCHEME.replace("points: 0\n", "points: 31\n"),
        "online_rate: zero_denominator_points is not between 0 and",
    ),
    "an indicator twice": (
        "schemes",
        SCHEME.replace("online_rate", "on_time_rate_06a"),
        "indicator on_time_rate_06a stands there 2 times",
    ),
    "no scheme": ("plans", PLAN, "(two_things): there is no scheme two_things version 1"),
    "scheme and indicator": (
        "plans",
        PLAN.replace("two_things\n  per", "on_time_simple\n  indicator: online_rate\n  per").replace("month", "year"),
        "it names either a scheme or an indicator; write one of them",
    ),
    "no indicator to rank by": (
        "plans",
        PLAN.replace("scheme: two_things", "indicator: x"),
        "(two_things): there is no indicator x version 1",
    ),
    "a count without full score": (
        "plans",
        PLAN.replace("scheme: two_things", "indicator: received_online_count"),
        "say with full_score_at how many give 100",
    ),
    "no kind of period": (
        "plans",
        PLAN.replace("scheme: two_things", "scheme: on_time_simple").replace("month", "fortnight"),
        "there is no kind of period fortnight in period_kinds.yaml",
    ),
    "a kind of period with main indicators only": (
        "plans",
        PLAN.replace("scheme: two_things", "scheme: on_time_simple").replace("month", "day"),
        "of kind day only the main indicators are stored",
    ),
    "a ranking twice": (
        "plans",
        PLAN.replace("scheme: two_things", "scheme: on_time_simple"),
        "a ranking of province, month, on_time_simple comes from include/catalogue/plans.yaml",
    ),
    "no limits for all": (
        "alert_limits",
        "- {area_code: '*', taken_out: true}",
        "there is no entry of area_code *, which holds where a province",
    ),
    "no limits of estimates for all": (
        "late_estimate_limits",
        "- {sector_code: '*', taken_out: true}",
        "there is no entry of sector_code *, which holds where a sector",
    ),
    "limits of estimates in another order": (
        "late_estimate_limits",
        "- {sector_code: '*', high_from: 0.1, medium_from: 0.3, min_cases: 30, min_settled: 100}",
        "medium_from and high_from are not between 0 and 1 in this order",
    ),
    "rules that overlap": (
        "law_rules",
        RULE % ("2018-01-01", "2026-08-05") + RULE % ("2026-08-05", "2027-01-01"),
        "(hand_over_hour 2026-08-05): it holds on days on which {folder}law_rules.yaml line 1 (hand_over_hour 2018-",
    ),
    "a span that ends first": (
        "law_rules",
        RULE % ("2026-08-05", "2026-08-04"),
        "valid_to 2026-08-04 is before valid_from 2026-08-05",
    ),
    "a kind of period that nobody can open": (
        "period_kinds",
        "- {kind: fortnight, ordinal: 99, name_vi: Hai tuần, by_sector: false, bases: [receiving], has_form: false, "
        "all_indicators: true, kept: 1 year}",
        "(fortnight): Invalid enum value 'fortnight' at `kind`",
    ),
    "a rule in a word that nobody reads": (
        "law_rules",
        "- {rule_code: outside_clock, valid_from: 2026-08-05, value: competnt, article: Điều 17}",
        "(outside_clock 2026-08-05): value competnt is none of competent, reception",
    ),
    "no group": ("interlinked_procedures", PROCEDURE % "x", "there is no group x in interlinked_groups.yaml"),
    "a place twice": (
        "objection_causes",
        "- {cause_code: x, ordinal: 1, name_vi: Khác}",
        "(x): ordinal 1 is that of include/catalogue/objection",
    ),
}


@pytest.mark.parametrize(("file", "text", "fault"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_file_entry_and_reason(tmp_path: Path, file: str, text: str, fault: str) -> None:
    (line,) = told(tmp_path, **{file: text})
    assert fault.replace("{folder}", "") in line


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = told(tmp_path, plans=PLAN, figures="- figure_code: a\n", indicators=INDICATOR)
    assert [line.split(" ")[0] for line in found] == ["figures.yaml", "indicators.yaml", "plans.yaml"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        CatalogueError, match=r"elsewhere: there is no such folder\. Make it, or leave ONESTOP_CATALOGUE"
    ):
        read_catalogue(catalogue.FOLDER, tmp_path / "elsewhere")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (write(tmp_path, {}) / "figures.yaml").write_bytes("- name_vi: Số".encode("utf-16"))
    assert read_catalogue(catalogue.FOLDER, tmp_path).faults == [
        f"{tmp_path}/figures.yaml: it is not UTF-8. Save it as UTF-8."
    ]


def test_a_plan_by_one_indicator_makes_its_scheme(tmp_path: Path) -> None:
    plans = "- plan: reuse\n  indicator: reuse_rate\n  periods: [month]\n"
    rows = expand(read(tmp_path, plans=plans))
    scheme = rows["schemes"]["by_reuse_rate 1"].entry
    assert isinstance(scheme, Scheme)
    assert scheme.name_vi == "Xếp hạng theo tỷ lệ khai thác, sử dụng lại dữ liệu số hóa"
    assert [(item.indicator, item.max_points) for item in scheme.items] == [("reuse_rate 1", Decimal(100))]
    assert "province month by_reuse_rate" in rows["plans"]


def test_two_plans_may_rank_by_the_same_indicator(tmp_path: Path) -> None:
    plan = "- plan: reuse_%s\n  indicator: reuse_rate\n  periods: [%s]\n"
    assert told(tmp_path, plans=plan % ("month", "month") + plan % ("year", "year")) == []
    other = plan % ("month", "month") + plan % ("year", "year") + "  full_score_at: 0.5\n"
    (line,) = told(tmp_path, plans=other)
    assert "a scheme of by_reuse_rate, 1 comes from plans.yaml line 1 (reuse_month) already" in line.replace(
        f"{tmp_path}/", ""
    )


def test_the_kinds_of_periods_are_those_that_are_opened() -> None:
    opened = re.findall(r"'(\w+)'(?:, date|, custom| AS kind)", sql("measure/open_periods.sql"))
    assert sorted(opened) == sorted(get_args(PeriodKindCode)) == sorted(read_catalogue(catalogue.FOLDER).of(PeriodKind))


def test_what_is_written_to_rows_is_read_from_rows() -> None:
    entries = read_catalogue(catalogue.FOLDER)
    for kind in KINDS:
        if kind.lists is None:
            continue
        for placed in entries.entries[kind.name].values():
            entry = placed.entry
            assert (type(entry).of_row(entry.row()) if "valid" not in entry.row() else entry) == entry
    assert (
        convert({"figure_code": "a", "name_vi": "A", "value_unit": "count", "definition_vi": "A."}, Figure).key == "a"
    )
