"""Run 0022_scores.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0022_scores.sql")
