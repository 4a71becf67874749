"""Run 0041_quiet_pipeline.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0041_quiet_pipeline.sql")
