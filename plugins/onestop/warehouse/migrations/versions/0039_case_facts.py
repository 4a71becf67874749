"""Run 0039_case_facts.sql."""

from onestop.warehouse.migrate import run_migration

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    """Apply the change."""
    run_migration("0039_case_facts.sql")
