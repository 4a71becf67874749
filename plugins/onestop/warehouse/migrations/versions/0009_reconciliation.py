"""Run 0009_reconciliation.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0009_reconciliation.sql")
