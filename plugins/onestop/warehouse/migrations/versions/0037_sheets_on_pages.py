"""Run 0037_sheets_on_pages.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0037_sheets_on_pages.sql")
