"""Run 0019_sheets.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0019_sheets.sql")
