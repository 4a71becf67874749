"""Run 0024_forms.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0024_forms.sql")
