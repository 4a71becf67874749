"""Run 0036_law_of_reception.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0036_law_of_reception.sql")
