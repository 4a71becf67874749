"""Run 0004_staging.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0004_staging.sql")
