"""Run 0002_audit.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0002_audit.sql")
