"""Run 0023_publication_life.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0023_publication_life.sql")
