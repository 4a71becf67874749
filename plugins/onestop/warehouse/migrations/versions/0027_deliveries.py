"""Run 0027_deliveries.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0027_deliveries.sql")
