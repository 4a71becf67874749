"""Run 0021_kept_until_compared.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0021_kept_until_compared.sql")
