"""Run 0038_what_a_ranking_keeps.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0038_what_a_ranking_keeps.sql")
