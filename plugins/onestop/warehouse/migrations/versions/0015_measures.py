"""Run 0015_measures.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0015_measures.sql")
