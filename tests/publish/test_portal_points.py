"""Points, totals, grades and ranks that the national portal showed follow from its numerators and denominators.

``figures/reform_index.csv`` is the public administration reform index of Tịnh Biên district for 2016, from the
district's own plan.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from tests.publish.portal import COMMUNE, DAK_LAK, SHOWN, entered, given_figures, parts, table
from tests.publish.scoring import MARCH, give, publish_by
from tests.sheets.handing_in import MANUAL, OTHER_COMMUNE, as_csv, hand_in
from tests.support.scripted import PROVINCE, commune, dossier, script_of
from tests.support.warehouse import Warehouse

NEAR = Decimal("0.015")
"""The portal shows two decimals of what it adds up with more."""
INDICATORS = {
    "PUBLISH_ON_TIME": "procedure_published_on_time_rate",
    "PUBLIC_UPDATE_ON_TIME": "procedure_updated_on_time_rate",
    "PUBLIC_CONTENT_FULL": "procedure_content_full_rate",
    "DOSSIER_SYNC": "dossier_sync_rate",
    "ON_TIME": "on_time_rate_portal",
    "ORIGINAL_RESULT_AVAILABLE": "e_result_rate",
    "SO_HOA_GIAY_TO_GIAI_QUYET": "digitized_result_rate",
    "REUSED_DIGITIZED_DATA": "reuse_rate",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "national_store_rate",
    "CITIZEN_DATA_CONNECTED_DOSSIER": "population_linked_rate",
    "CITIZEN_DATA_CONNECTED_FORMALITY": "population_linked_procedure_rate",
    "PAYMENT_DOSSIER": "online_payment_rate",
    "PAYMENT_PROCEDURE_PAID": "fee_procedures_paid_online_rate",
    "PAYMENT_PROCEDURE_DOSSIER": "fee_procedures_with_dossiers_rate",
    "DOSSIER_RECEIVING_SATISFACTION": "reception_satisfaction_rate",
    "PETITION_PROCESSING_ON_TIME": "feedback_on_time_rate",
    "PETITION_HANDLING_SATISFACTION": "feedback_satisfaction_rate",
}
GROUPS = {
    "transparency": "TRANSPARENCY_TOTAL",
    "progress": "ON_TIME",
    "online": "ONLINE_TOTAL",
    "payment": "PAYMENT_TOTAL",
    "digitization": "DIGITIZED_TOTAL",
    "satisfaction": "SATISFACTION_TOTAL",
}


def test_every_figure_with_its_parts_gives_the_points_shown(warehouse: Warehouse) -> None:
    items = {
        row.indicator_code: row
        for row in warehouse.query("SELECT * FROM mart.scheme_item WHERE scheme_code = 'qd766_commune'")
    }
    replayed = 0
    for (unit, code), row in SHOWN.items():
        if not row["numerator"] or not row["points"]:
            continue
        item = items[INDICATORS[code]]
        numerator, denominator = parts(unit, code)
        assert item.max_points == Decimal(row["max_points"]), code
        points = item.zero_denominator_points
        if denominator:
            points = warehouse.query(
                "SELECT mart.points_of(%(n)s, %(d)s, %(max)s, %(full)s) AS points",
                {"n": numerator, "d": denominator, "max": item.max_points, "full": item.full_score_at},
            )[0].points
        assert abs(points - Decimal(row["points"])) <= NEAR, (unit, code)
        replayed += 1
    assert replayed == 34


def test_score_groups_and_grade_of_a_commune_and_a_province_are_those_shown(
    communes: Warehouse, tmp_path: Path
) -> None:
    units = {"19753": (COMMUNE, 5026, "71.03", "Khá"), "00745": (DAK_LAK, 443565, "65.49", "Trung bình")}
    sheets = []
    for unit_code, (unit, dossiers, _, _) in units.items():
        give(communes, unit_code, given_figures(unit, dossiers))
        sheets += entered(unit, unit_code)
    assert hand_in(communes, tmp_path, "manual_figures/a.csv", as_csv(*sheets)) == {"accepted": 1}
    publish_by(communes, "qd766_commune")
    ranking = communes.query("SELECT * FROM mart.ranking WHERE period_start = '2026-03-01' ORDER BY rank")
    assert [(row.unit_code, row.rank, row.grade) for row in ranking] == [
        (unit_code, rank, grade) for rank, (unit_code, (_, _, _, grade)) in enumerate(units.items(), start=1)
    ]
    for row in ranking:
        unit, _, total, _ = units[row.unit_code]
        assert abs(row.score - Decimal(total)) <= NEAR
        groups = communes.query(
            "SELECT group_code, sum(points) AS points, sum(max_points) AS max_points, "
            "sum(points_lost) AS lost, sum(points_recoverable + points_gone + points_not_ours) AS told "
            "FROM mart.score WHERE subject_kind = 'unit' AND subject_id = %(unit_id)s AND period_id = %(march)s "
            "AND scheme_code = 'qd766_commune' GROUP BY group_code",
            {"unit_id": row.unit_id, "march": MARCH},
        )
        assert {group.group_code for group in groups} == set(GROUPS)
        for group in groups:
            told = SHOWN[unit, GROUPS[group.group_code]]
            assert group.max_points == Decimal(told["max_points"])
            assert abs(group.points - Decimal(told["points"])) <= NEAR, group.group_code
            assert group.lost == group.told == group.max_points - group.points


def test_what_the_province_enters_counts_for_its_communes_unless_they_enter_their_own(
    communes: Warehouse, tmp_path: Path
) -> None:
    give(communes, "19753", given_figures(COMMUNE, 5026))
    give(communes, "00745", given_figures(COMMUNE, 5026))
    own = [row for row in entered(COMMUNE, "19753") if row["Số liệu"].startswith("portal_")]
    of_other = [{**row, "Mã đơn vị": "00745"} for row in own]
    province = [row for row in entered(COMMUNE, PROVINCE["MaDonVi"]) if not row["Số liệu"].startswith("portal_")]
    corrected = {**MANUAL, "Mã đơn vị": "00745", "Số liệu": "announced_on_time_count", "Giá trị": "41"}
    sheets = as_csv(*own, *of_other, *province, corrected)
    assert hand_in(communes, tmp_path, "manual_figures/a.csv", sheets) == {"accepted": 1}
    rows = communes.query(
        "SELECT unit_code, sum(points) AS score FROM mart.score WHERE scheme_code = 'qd766_commune' "
        "AND subject_kind = 'unit' AND period_id = %(march)s GROUP BY unit_code",
        {"march": MARCH},
    )
    assert {row.unit_code: row.score for row in rows} == {"19753": Decimal("71.03"), "00745": Decimal("74.03")}


def test_without_the_figures_that_are_entered_a_unit_is_ranked_by_the_other_groups(communes: Warehouse) -> None:
    """Progress 19.23 of 20, online 6.36 of 12, satisfaction 18.00 of 18, as the portal showed; a part has no grade."""
    give(communes, "19753", given_figures(COMMUNE, 5026))
    publish_by(communes, "qd766_commune")
    rows = communes.query("SELECT * FROM mart.ranking WHERE unit_code = '19753' AND period_start = '2026-03-01'")
    assert [(row.rank, row.score, row.max_points, row.grade, row.unranked_reason) for row in rows] == [
        (1, Decimal("43.59"), 50, None, None)
    ]
    assert rows[0].groups_left_out == ["digitization", "payment", "transparency"]


PROVINCE_SCHEME = """
    INSERT INTO mart.scheme (scheme_code, scheme_version, name_vi, basis, source)
    VALUES ('of_provinces', 1, 'Xếp hạng các tỉnh, thành phố', 'receiving', 'Cổng Dịch vụ công quốc gia');
    INSERT INTO core.figure (figure_code, name_vi, value_unit, definition_vi)
    SELECT 'shown_' || code, code, 'count', 'Điểm hiển thị trên Cổng, nhân 100.' FROM unnest(%(groups)s) AS code
    UNION ALL SELECT 'shown_most', 'shown_most', 'count', 'Điểm tối đa, nhân 100.';
    INSERT INTO mart.indicator (
        indicator_code, indicator_version, name_vi, value_kind, direction, numerator, denominator,
        definition_vi, source, valid
    )
    SELECT 'shown_' || code, 1, code, 'ratio', 'higher_is_better', ARRAY['shown_' || code], ARRAY['shown_most'], code,
        code, daterange('2018-01-01', NULL)
    FROM unnest(%(groups)s) AS code;
    INSERT INTO mart.scheme_group (scheme_code, scheme_version, group_code, ordinal, name_vi)
    SELECT 'of_provinces', 1, code, number, code FROM unnest(%(groups)s) WITH ORDINALITY AS g (code, number);
    INSERT INTO mart.scheme_item (
        scheme_code, scheme_version, group_code, indicator_code, indicator_version, max_points
    )
    SELECT 'of_provinces', 1, code, 'shown_' || code, 1, 100 FROM unnest(%(groups)s) AS code
"""


def test_a_scheme_of_rows_alone_ranks_the_provinces_as_the_portal_does(warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.keep_periods("month")
    provinces = table("portal_provinces.csv")
    units = [
        commune(f"H57.90.{number:02}", f"9{number:04}", province["province"])
        for number, province in enumerate(provinces)
    ]
    script = script_of([dossier("A-1")], more_units=[OTHER_COMMUNE, *units])
    warehouse.read_and_refresh(script, every_feed=True)
    warehouse.execute(PROVINCE_SCHEME, {"groups": list(GROUPS)})
    sheets = [
        {**MANUAL, "Mã đơn vị": f"9{number:04}", "Số liệu": f"shown_{code}", "Giá trị": str(value)}
        for number, province in enumerate(provinces)
        for code, value in [
            ("most", 10_000),
            *((group, int(Decimal(province[group]) * 100)) for group in GROUPS),
        ]
    ]
    assert hand_in(warehouse, tmp_path, "manual_figures/a.csv", as_csv(*sheets)) == {"accepted": 1}
    publish_by(warehouse, "of_provinces")
    rows = warehouse.query(
        "SELECT name, rank, score FROM mart.ranking INNER JOIN core.unit USING (unit_id) "
        "WHERE period_start = '2026-03-01' AND is_ranked"
    )
    ranked = {row.name: row for row in rows}
    assert {name: row.score for name, row in ranked.items()} == {
        province["province"]: sum(Decimal(province[group]) for group in GROUPS) for province in provinces
    }
    for province in provinces:
        row = ranked[province["province"]]
        assert abs(row.score - Decimal(province["total"])) <= NEAR
        if int(province["rank"]) < 20:
            assert row.rank == int(province["rank"]), province["province"]
    by_group = defaultdict(dict)
    for score in warehouse.query(
        "SELECT name, indicator_code, points, rank() OVER (PARTITION BY indicator_code ORDER BY points DESC) AS rank "
        "FROM mart.published_score INNER JOIN core.unit ON subject_id = unit_id "
        "WHERE points IS NOT NULL AND period_id = %(march)s",
        {"march": MARCH},
    ):
        by_group[score.indicator_code.removeprefix("shown_")][score.name] = score
    for group, scores in by_group.items():
        shown = {province["province"]: int(province[f"{group}_rank"]) for province in provinces}
        for name, score in scores.items():
            # Fourteen provinces are not listed, so a rank among all is at least that among the listed ones.
            assert shown[name] >= score.rank
            assert {other for other in shown if shown[other] == shown[name]} == {
                other for other, its in scores.items() if its.points == score.points
            }
    assert set(by_group) == set(GROUPS)


def test_the_sums_of_a_published_reform_index_hold() -> None:
    lost = defaultdict(Decimal)
    points = {}
    for row in table("reform_index.csv"):
        lost[row["field"]] += Decimal(row["component_lost"])
        points[row["field"]] = Decimal(row["max_points"]) - Decimal(row["points"])
    assert lost == points
    assert sum(lost.values()) == Decimal(70) - Decimal(63)
    assert Decimal(63) + Decimal("24.65") == Decimal("87.65")
