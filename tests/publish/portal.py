"""What the national portal showed, and how a commune of ours comes to have the same figures.

The figures are those of the portal's pages on service quality (dichvucong.gov.vn, danh-gia-chat-luong-phuc-vu) for
10 October 2026, year to date, as a public daily log of Đắk Lắk recorded them.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from tests.sheets.handing_in import MANUAL

FOLDER = Path(__file__).parent / "figures"
DAK_LAK, DEPARTMENT, COMMUNE = (
    "UBND tỉnh Đắk Lắk",
    "Sở Văn hóa Thể thao và Du lịch Đắk Lắk",
    "UBND xã Tuy An Đông",
)


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of figures."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SHOWN = {(row["unit"], row["code"]): row for row in table("portal_figures.csv")}


def parts(unit: str, code: str) -> tuple[int, int]:
    """Return numerator and denominator that the portal showed."""
    row = SHOWN[unit, code]
    return int(row["numerator"]), int(row["denominator"])


def given_figures(unit: str, dossiers: int) -> dict[str, int]:
    """Return measures that make the numerators and denominators that the portal showed for a unit.

    Of the online group no parts are known: received_online is what gives its points, so that they are taken as given.
    """
    timely, handled = parts(unit, "ON_TIME")
    satisfied, _ = parts(unit, "DOSSIER_RECEIVING_SATISFACTION")
    in_time, answered = parts(unit, "PETITION_PROCESSING_ON_TIME")
    liked, rated = parts(unit, "PETITION_HANDLING_SATISFACTION")
    paid, payable = parts(unit, "PAYMENT_DOSSIER")
    online = Decimal(SHOWN[unit, "ONLINE_TOTAL"]["points"])
    assert handled == dossiers
    return {
        "received_new": dossiers,
        "received_online": round(online * dossiers / 24),
        "received_reused": parts(unit, "REUSED_DIGITIZED_DATA")[0],
        "received_national_store": parts(unit, "SYNCED_WITH_DVCQG_PERSONAL_STORAGE")[0],
        "received_population_linked": parts(unit, "CITIZEN_DATA_CONNECTED_DOSSIER")[0],
        "procedures_population_linked": parts(unit, "CITIZEN_DATA_CONNECTED_FORMALITY")[0],
        "ended_total": dossiers,
        "portal_ended_timely": timely,
        "survey_answers": timely - satisfied,
        "resolved_total": dossiers,
        "resolved_yields_result": dossiers,
        "resolved_e_result": parts(unit, "ORIGINAL_RESULT_AVAILABLE")[0],
        "resolved_digitized": parts(unit, "SO_HOA_GIAY_TO_GIAI_QUYET")[0],
        "e_certified_copies": 1,
        "payable": payable,
        "paid_online": paid,
        "procedures_paid_online": parts(unit, "PAYMENT_PROCEDURE_PAID")[0],
        "procedures_payable": parts(unit, "PAYMENT_PROCEDURE_DOSSIER")[0],
        "feedback_answered_in_time": in_time,
        "feedback_answered": answered,
        "feedback_satisfied": liked,
        "feedback_rated": rated,
    }


def entered(unit: str, unit_code: str) -> list[dict[str, str]]:
    """Return what an office enters by hand of a unit."""
    announced_in_time, announced = parts(unit, "PUBLISH_ON_TIME")
    in_full, procedures = parts(unit, "PUBLIC_CONTENT_FULL")
    synchronised, expected = parts(unit, "DOSSIER_SYNC")
    figures = {
        "announced_on_time_count": announced_in_time,
        "announced_procedure_count": announced,
        "publicised_on_time_count": parts(unit, "PUBLIC_UPDATE_ON_TIME")[0],
        "publicised_in_full_count": in_full,
        "procedure_count": procedures,
        "portal_synchronised_count": synchronised,
        "portal_expected_count": expected,
        "fee_procedure_count": parts(unit, "PAYMENT_PROCEDURE_PAID")[1],
        "commune_procedure_count": parts(unit, "CITIZEN_DATA_CONNECTED_FORMALITY")[1],
    }
    return [
        {**MANUAL, "Mã đơn vị": unit_code, "Số liệu": code, "Giá trị": str(value)} for code, value in figures.items()
    ]
