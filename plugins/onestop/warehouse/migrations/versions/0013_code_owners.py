"""Run 0013_code_owners.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0013_code_owners.sql")
