"""Run 0017_indicators.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0017_indicators.sql")
