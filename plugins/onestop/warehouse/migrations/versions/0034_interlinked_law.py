"""Run 0034_interlinked_law.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0034_interlinked_law.sql")
