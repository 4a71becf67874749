"""Run 0030_apology_by_its_form.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0030_apology_by_its_form.sql")
