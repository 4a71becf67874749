"""Watches the pipeline itself: what is stale, stuck, held or failing."""
