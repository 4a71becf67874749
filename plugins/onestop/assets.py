"""Every asset, declared once, named after what it makes true."""

from airflow.sdk import Asset

CORE_DOSSIER = Asset("core.dossier")
"""Published facts wait for the measures, or a publication has become due by what was read."""

MART_INDICATOR_VALUE = Asset("mart.indicator_value")
"""Figures are up to date and a publication is due."""

MART_PUBLICATION = Asset("mart.publication")
"""A publication has its page."""

AUDIT_ALERT_LIST = Asset("audit.alert_list")
"""A list of dossiers that need attention waits to be delivered."""
