"""Run 0011_rereads.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0011_rereads.sql")
