"""Run 0007_other_feeds.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0007_other_feeds.sql")
