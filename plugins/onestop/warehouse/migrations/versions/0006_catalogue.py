"""Run 0006_catalogue.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0006_catalogue.sql")
