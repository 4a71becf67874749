"""Run 0031_statistics_of_units.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0031_statistics_of_units.sql")
