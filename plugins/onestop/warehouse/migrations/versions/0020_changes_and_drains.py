"""Run 0020_changes_and_drains.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0020_changes_and_drains.sql")
