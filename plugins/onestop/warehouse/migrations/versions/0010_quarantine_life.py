"""Run 0010_quarantine_life.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0010_quarantine_life.sql")
