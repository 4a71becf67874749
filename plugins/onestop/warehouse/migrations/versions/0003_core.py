"""Run 0003_core.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0003_core.sql")
