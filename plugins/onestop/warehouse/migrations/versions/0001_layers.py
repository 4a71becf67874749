"""Run 0001_layers.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply the change."""
    run_migration("0001_layers.sql")
