"""Run 0028_troubles.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0028_troubles.sql")
