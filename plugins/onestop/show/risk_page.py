"""The internal page that says how good estimates of late dossiers were, and where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from sqlalchemy.engine import Connection

import onestop
from onestop import words
from onestop.show import rendering
from onestop.show.published import read_rows
from onestop.words import labels

RISK_PAGE = "uoc-tinh.html"
"""The page's path below the internal site's folder."""


def risk_page(connection: Connection, assets: Mapping[str, str]) -> bytes | None:
    """Return the page of the estimates: what was expected and what happened by month, and the sectors that show them.

    Args:
        connection: an open transaction.
        assets: files of the site, as ``rendering.write_assets`` returns them.

    Returns:
        The page; None before the outcome of any estimate is known.

    Raises:
        WarehouseError: a statement failed.
    """
    risks, reasons = words.table("risk_level"), words.table("risk_switch")
    months = [
        {**row, **_errors(row), "risk_vi": risks[row["risk"]]}
        for row in read_rows(connection, "show/list_late_reliability.sql")
    ]
    if not months:
        return None
    sectors = [
        {
            **row,
            **_errors(row),
            "sector_vi": row["sector_name"] or _sector(row["sector_code"]),
            "why_vi": reasons[row["reason"]],
        }
        for row in read_rows(connection, "show/list_late_estimate_switch.sql")
    ]
    return (
        rendering.template("internal/risk.html.j2")
        .render(
            root="",
            assets=assets,
            version=onestop.__version__,
            months=[list(rows) for _, rows in groupby(months, key=lambda row: row["month_start"])],
            sectors=sectors,
        )
        .encode()
    )


def _sector(code: str) -> str:
    return words.text("risk_page.all_sectors") if code == "*" else code


def _errors(row: Mapping[str, Decimal | None]) -> dict[str, str]:
    """Return both Brier scores with four decimals, as text."""
    names = {"error": "brier_score", "simple_error": "simple_brier_score"}
    return {name: "–" if (score := row[column]) is None else labels.number(score, 4) for name, column in names.items()}
