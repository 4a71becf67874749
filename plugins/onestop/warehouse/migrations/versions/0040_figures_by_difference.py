"""Run 0040_figures_by_difference.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0040_figures_by_difference.sql")
