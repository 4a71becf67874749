"""Run 0016_calendar.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0016_calendar.sql")
