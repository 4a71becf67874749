"""Run 0033_one_figure.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0033_one_figure.sql")
