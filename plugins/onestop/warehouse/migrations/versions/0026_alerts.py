"""Run 0026_alerts.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0026_alerts.sql")
