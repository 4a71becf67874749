"""Per-commune indicators, rankings and alerts from one-stop (một cửa) dossiers.

A dossier passes through these packages in one direction: contract, ingest, measure, publish, deliver.
"""

__version__ = "1.1.0"
