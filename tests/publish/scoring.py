"""Figures that a commune is given, and publishing by one scheme only."""

from __future__ import annotations

from collections.abc import Mapping

from onestop.publish.rankings import publish_pending
from tests.support.figures import give_figures, unit_id_of
from tests.support.warehouse import Warehouse

MARCH = "month:2026-03-01:2026-03-31"


def give(warehouse: Warehouse, unit_code: str, figures: Mapping[str, int], period_id: str = MARCH) -> None:
    """Let a commune have these figures in a period."""
    give_figures(warehouse, ("unit", unit_id_of(warehouse, unit_code)), period_id, figures)


def publish_by(warehouse: Warehouse, scheme: str, period_kind: str = "month") -> None:
    """Publish by a scheme, and nothing else."""
    warehouse.execute("DELETE FROM mart.publication_plan")
    warehouse.execute(
        "INSERT INTO mart.publication_plan (kind, area_kind, period_kind, scheme_code, scheme_version) "
        "VALUES ('ranking', 'province', %(period_kind)s, %(scheme)s, 1)",
        {"scheme": scheme, "period_kind": period_kind},
    )
    publish_pending(warehouse.engine)
