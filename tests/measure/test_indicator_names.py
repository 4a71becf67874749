"""Somebody who knows a commune, a period and the Vietnamese name of an indicator finds the value, as it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from simulator.testing import RunningSource
from tests.support.connections import connection_to
from tests.support.warehouse import Warehouse


def test_a_commune_and_a_report_quarter_are_asked_for_by_name(warehouse: Warehouse, source: RunningSource) -> None:
    connection = connection_to(source)
    warehouse.keep_periods("week", "month", "report_quarter")
    warehouse.register(connection)
    warehouse.read(connection)
    warehouse.refresh()
    unit = warehouse.query("SELECT * FROM mart.unit WHERE kind = 'commune' ORDER BY unit_code LIMIT 1")[0]
    rows = {
        row.name_vi: row
        for row in warehouse.query(
            "SELECT * FROM mart.indicator_by_name WHERE unit_name = %(name)s AND period_kind = 'report_quarter' "
            "AND period_start = '2026-06-15' AND basis = 'receiving' AND sector_name = 'Tất cả lĩnh vực'",
            {"name": unit.name},
        )
    }
    assert len(rows) == warehouse.query("SELECT count(*) AS n FROM mart.indicator")[0].n
    received = rows["Số hồ sơ tiếp nhận trong kỳ"]
    assert (received.unit_code, received.area, received.group_vi) == (unit.unit_code, "Thành phố Huế", "Tiếp nhận")
    assert (str(received.period_end), received.is_final) == ("2026-09-14", True)
    assert received.period_kind_vi == "Quý báo cáo (từ ngày 15 đến ngày 14)"
    assert received.value_text == str(received.numerator) != "0"
    rate = rows["Tỷ lệ hồ sơ nộp trực tuyến"]
    percent = (Decimal(rate.numerator * 100) / rate.denominator).quantize(Decimal("0.01"))
    assert rate.value_text == f"{percent}%".replace(".", ",")
    assert rows["Tỷ lệ TTHC công bố đúng hạn"].value_text == "Chưa có số liệu"
    assert rows["Số tiền phí, lệ phí đã thu"].value_text.endswith("0 đ")
    assert rows["Thời gian giải quyết trung bình"].value_text.endswith(" ngày làm việc")
    nothing = [row for row in rows.values() if row.null_reason == "zero_denominator"]
    assert nothing
    assert {row.value_text for row in nothing} == {"Không phát sinh"}
    whole = warehouse.query(
        "SELECT DISTINCT area, unit_name, unit_code FROM mart.indicator_by_name WHERE unit_code IS NULL"
    )
    assert [tuple(row) for row in whole] == [("Thành phố Huế", None, None)]
    counts = warehouse.query(
        """
        SELECT
            (SELECT count(*) FROM mart.indicator_value) AS held,
            count(*) AS named,
            count(*) FILTER (WHERE num_nulls(name_vi, value_text, period_kind_vi, sector_name) > 0) AS nameless
        FROM mart.indicator_by_name
        """
    )[0]
    assert counts.held == counts.named > 1000
    assert counts.nameless == 0


@pytest.mark.parametrize(
    ("number", "decimals", "text"),
    [
        ("1234", 0, "1.234"),
        ("0", 0, "0"),
        ("1234567.891", 2, "1.234.567,89"),
        ("97.275", 2, "97,28"),
        ("100", 2, "100,00"),
        ("0.4", 2, "0,40"),
        (None, 2, None),
    ],
)
def test_numbers_are_written_as_officials_write_them(
    warehouse: Warehouse, number: str | None, decimals: int, text: str | None
) -> None:
    row = warehouse.query("SELECT mart.number_vi(%(n)s::numeric, %(d)s) AS text", {"n": number, "d": decimals})[0]
    assert row.text == text


def test_bi_may_read_it(warehouse: Warehouse) -> None:
    for role in ("onestop_reader", "onestop_pipeline"):
        assert warehouse.query(
            "SELECT has_table_privilege(%(role)s, 'mart.indicator_by_name', 'SELECT') AS may", {"role": role}
        )[0].may
