"""Run 0008_marking.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0008_marking.sql")
