"""Run 0018_units_through_time.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0018_units_through_time.sql")
