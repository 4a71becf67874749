"""Run 0042_superseded_dossiers.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0042_superseded_dossiers.sql")
