"""Run 0032_catalogue_in_files.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0032_catalogue_in_files.sql")
