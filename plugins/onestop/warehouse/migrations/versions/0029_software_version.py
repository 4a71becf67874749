"""Run 0029_software_version.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0029_software_version.sql")
