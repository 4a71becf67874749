"""Run 0014_dossier_details.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0014_dossier_details.sql")
