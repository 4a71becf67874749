"""Run 0035_listed_units.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0035_listed_units.sql")
