"""Run 0012_quarantined_versions.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0012_quarantined_versions.sql")
