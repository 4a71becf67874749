"""Run 0043_catalogue_changes.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0043_catalogue_changes.sql")
