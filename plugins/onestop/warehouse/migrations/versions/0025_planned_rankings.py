"""Run 0025_planned_rankings.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0025_planned_rankings.sql")
