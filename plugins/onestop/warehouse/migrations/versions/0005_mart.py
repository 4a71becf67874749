"""Run 0005_mart.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0005_mart.sql")
